package dev.rollcall.bench;

import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.Group;
import software.amazon.awssdk.services.identitystore.model.GroupMembership;
import software.amazon.awssdk.services.identitystore.model.User;

/**
 * The job as a textbook has it: a step for each listing, a reader on the SDK's paginator, and a {@link
 * JdbcBatchItemWriter} that upserts, over a driver that rewrites batches.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TextbookJob {
    private static final String TABLES = """
            CREATE TABLE groups (group_id text PRIMARY KEY, display_name text, description text, created_at timestamptz,
                created_by text, updated_at timestamptz, updated_by text);
            CREATE TABLE users (user_id text PRIMARY KEY, user_name text, display_name text, email text, status text,
                created_at timestamptz, created_by text, updated_at timestamptz, updated_by text);
            CREATE TABLE memberships (group_id text, member_id text, membership_id text, created_at timestamptz,
                created_by text, PRIMARY KEY (group_id, member_id))
            """;

    private static final String UPSERT_GROUP = """
            INSERT INTO groups (group_id, display_name, description, created_at, created_by, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (group_id) DO UPDATE SET
                display_name = excluded.display_name, description = excluded.description,
                created_at = excluded.created_at, created_by = excluded.created_by,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """;

    private static final String UPSERT_USER = """
            INSERT INTO users (user_id, user_name, display_name, email, status, created_at, created_by, updated_at,
                updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (user_id) DO UPDATE SET
                user_name = excluded.user_name, display_name = excluded.display_name, email = excluded.email,
                status = excluded.status, created_at = excluded.created_at, created_by = excluded.created_by,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """;

    private static final String UPSERT_MEMBERSHIP = """
            INSERT INTO memberships (group_id, member_id, membership_id, created_at, created_by)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (group_id, member_id) DO UPDATE SET
                membership_id = excluded.membership_id, created_at = excluded.created_at,
                created_by = excluded.created_by
            """;

    /**
     * Runs the job once.
     *
     * @param args Spring's, with {@code --endpoint}, {@code --store}, {@code --chunk}
     */
    public static void main(String[] args) {
        System.exit(SpringApplication.exit(SpringApplication.run(TextbookJob.class, args)));
    }

    static void createTables(JdbcClient jdbc) {
        jdbc.sql(TABLES).update();
    }

    @Bean
    Job textbook(JobRepository jobs, Step groups, Step memberships, Step users) {
        return new JobBuilder("textbook", jobs)
                .start(groups)
                .next(memberships)
                .next(users)
                .build();
    }

    @Bean
    Step groups(
            JobRepository jobs,
            PlatformTransactionManager transactions,
            @Value("${chunk}") int chunk,
            IdentitystoreClient client,
            @Value("${store}") String store,
            DataSource dataSource) {
        ItemWriter<Group> writer = new JdbcBatchItemWriterBuilder<Group>()
                .dataSource(dataSource)
                .sql(UPSERT_GROUP)
                .itemPreparedStatementSetter((group, row) -> {
                    row.setString(1, group.groupId());
                    row.setString(2, group.displayName());
                    row.setString(3, group.description());
                    row.setTimestamp(4, timestamp(group.createdAt()));
                    row.setString(5, group.createdBy());
                    row.setTimestamp(6, timestamp(group.updatedAt()));
                    row.setString(7, group.updatedBy());
                })
                .build();
        return new StepBuilder("groups", jobs)
                .<Group, Group>chunk(chunk)
                .reader(new Items<>(() -> client.listGroupsPaginator(
                                request -> request.identityStoreId(store).maxResults(100))
                        .groups()
                        .iterator()))
                .writer(writer)
                .transactionManager(transactions)
                .build();
    }

    @Bean
    Step memberships(
            JobRepository jobs,
            PlatformTransactionManager transactions,
            @Value("${chunk}") int chunk,
            ItemReader<GroupMembership> membershipReader,
            DataSource dataSource) {
        ItemWriter<GroupMembership> writer = new JdbcBatchItemWriterBuilder<GroupMembership>()
                .dataSource(dataSource)
                .sql(UPSERT_MEMBERSHIP)
                .itemPreparedStatementSetter((membership, row) -> {
                    row.setString(1, membership.groupId());
                    row.setString(2, membership.memberId().userId());
                    row.setString(3, membership.membershipId());
                    row.setTimestamp(4, timestamp(membership.createdAt()));
                    row.setString(5, membership.createdBy());
                })
                .build();
        return new StepBuilder("memberships", jobs)
                .<GroupMembership, GroupMembership>chunk(chunk)
                .reader(membershipReader)
                .writer(writer)
                .transactionManager(transactions)
                .build();
    }

    @Bean
    @StepScope
    ItemReader<GroupMembership> membershipReader(
            IdentitystoreClient client, @Value("${store}") String store, DataSource dataSource) {
        return new Items<>(() ->
                JdbcClient.create(dataSource)
                        .sql("SELECT group_id FROM groups ORDER BY group_id")
                        .query(String.class)
                        .list()
                        .stream()
                        .flatMap(group -> client
                                .listGroupMembershipsPaginator(request -> request.identityStoreId(store)
                                        .groupId(group)
                                        .maxResults(100))
                                .groupMemberships()
                                .stream())
                        .iterator());
    }

    @Bean
    Step users(
            JobRepository jobs,
            PlatformTransactionManager transactions,
            @Value("${chunk}") int chunk,
            IdentitystoreClient client,
            @Value("${store}") String store,
            DataSource dataSource) {
        ItemWriter<User> writer = new JdbcBatchItemWriterBuilder<User>()
                .dataSource(dataSource)
                .sql(UPSERT_USER)
                .itemPreparedStatementSetter((user, row) -> {
                    row.setString(1, user.userId());
                    row.setString(2, user.userName());
                    row.setString(3, user.displayName());
                    row.setString(
                            4,
                            user.emails().isEmpty()
                                    ? null
                                    : user.emails().get(0).value());
                    row.setString(5, user.userStatusAsString());
                    row.setTimestamp(6, timestamp(user.createdAt()));
                    row.setString(7, user.createdBy());
                    row.setTimestamp(8, timestamp(user.updatedAt()));
                    row.setString(9, user.updatedBy());
                })
                .build();
        return new StepBuilder("users", jobs)
                .<User, User>chunk(chunk)
                .reader(new Items<>(() -> client.listUsersPaginator(
                                request -> request.identityStoreId(store).maxResults(100))
                        .users()
                        .iterator()))
                .writer(writer)
                .transactionManager(transactions)
                .build();
    }

    @Bean
    IdentitystoreClient client(@Value("${endpoint}") URI endpoint) {
        return ClientFloor.client(endpoint, 1);
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    /** Reads the items of an iterator, which is created when the first item is read. */
    private static final class Items<T> implements ItemReader<T> {
        private final Supplier<Iterator<T>> source;
        private @Nullable Iterator<T> items;

        Items(Supplier<Iterator<T>> source) {
            this.source = source;
        }

        @Override
        public @Nullable T read() {
            Iterator<T> from = items == null ? source.get() : items;
            items = from;
            return from.hasNext() ? from.next() : null;
        }
    }
}
