package dev.rollcall.store.retention;

import dev.rollcall.database.RowCount;
import dev.rollcall.database.SqlFile;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import dev.rollcall.store.publish.Chain;
import dev.rollcall.store.retention.PersonalTexts.PersonalText;
import dev.rollcall.store.retention.PersonalTexts.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Overwrites the personal attributes of a user in all history: names, e-mail address, external ids, and the salt of their
 * digests; and takes them out of messages that quote them. Ids, memberships and events stay, and the digests keep the
 * chain whole. Safe for use by several threads.
 */
public final class UserForgetting {
    private static final String TEXTS = SqlFile.read(UserForgetting.class, "personal-texts");
    private static final String NAMED = SqlFile.read(UserForgetting.class, "named-principals");
    private static final String FORGET_USER = SqlFile.read(UserForgetting.class, "forget-user");
    private static final String FORGET_PRINCIPALS = SqlFile.read(UserForgetting.class, "forget-principals");

    private static final String USER = """
            SELECT k.no,
                   count(h.user_no) FILTER (WHERE h.digest IS NULL) AS periods,
                   coalesce(bool_or(h.valid_to = 'infinity'), false) AS current
              FROM directory.member_key k
              LEFT JOIN directory.users_history h ON h.user_no = k.no
             WHERE k.source = :source AND k.member_type = 'user' AND k.member_id = :user
             GROUP BY k.no
            """;

    private static final String PENDING = """
            SELECT n.id, n.outcome
              FROM directory.snapshot n
             WHERE n.source = :source AND n.outcome IN ('open', 'guarded') AND NOT n.dry_run
               AND EXISTS (SELECT FROM staging.users u WHERE u.snapshot = n.id AND u.user_id = :user)
             ORDER BY n.id
             LIMIT 1
            """;

    /** Of snapshots that will not be published, which a cleanup could not drop. */
    private static final String DELETE_STAGED = """
            DELETE FROM staging.users u USING directory.snapshot n
             WHERE n.id = u.snapshot AND n.source = :source AND u.user_id = :user
            """;

    private final JdbcClient jdbc;
    private final Messages messages;
    private final Chain chain;

    public UserForgetting(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.messages = new Messages(jdbc);
        this.chain = new Chain(dataSource);
    }

    private record User(int no, long periods, boolean current) {}

    private record Pending(long id, String outcome) {}

    /**
     * What is done to a user.
     *
     * @param link of the source's chain; null where there was nothing to overwrite, and nothing was
     */
    public record Forgotten(PersonalTexts texts, @Nullable String link) {}

    /**
     * What there is to forget.
     *
     * @param source number of the source
     * @param name of the source, for messages
     * @param withPrincipals whether names of principals are looked through too; of a large source this takes long
     * @throws ConfigurationException when the source never had the user, or the next publish would bring the texts back
     */
    public PersonalTexts find(int source, String name, String userId, boolean withPrincipals) {
        User user = jdbc.sql(USER)
                .param("source", source)
                .param("user", userId)
                .query(User.class)
                .optional()
                .orElseThrow(() ->
                        new ConfigurationException("source " + name + " never had a user " + SafeText.quoted(userId)));
        requireGone(user, source, name, userId);
        List<PersonalText> texts = jdbc.sql(TEXTS)
                .param("user", user.no())
                .query(PersonalText.class)
                .list();
        Pattern words = PersonalTexts.words(texts);
        return new PersonalTexts(
                user.no(),
                user.periods(),
                texts,
                words == null ? 0 : messages.count(source, words),
                withPrincipals ? principals(source, texts) : List.of());
    }

    private void requireGone(User user, int source, String name, String userId) {
        if (user.current()) {
            throw new ConfigurationException("user " + SafeText.quoted(userId) + " is current in source " + name
                    + ", and the next sync would bring the texts back: remove the user from the identity store and sync"
                    + " first, or retire the source");
        }
        Optional<Pending> pending = jdbc.sql(PENDING)
                .param("source", source)
                .param("user", userId)
                .query(Pending.class)
                .optional();
        pending.ifPresent(snapshot -> {
            throw new ConfigurationException("user " + SafeText.quoted(userId) + " is staged in snapshot "
                    + snapshot.id() + " of source " + name + ", which is " + snapshot.outcome()
                    + " and would bring the texts back: run 'rollcall sync " + name
                    + "' first, with --fresh where it is open and read the user before it was removed");
        });
    }

    private List<Principal> principals(int source, List<PersonalText> texts) {
        Pattern names = PersonalTexts.names(texts);
        if (names == null) {
            return List.of();
        }
        List<Principal> found = jdbc
                .sql("SELECT no, name, false AS stays FROM directory.principal WHERE source = ? AND name IS NOT NULL"
                        + " ORDER BY name")
                .param(source)
                .query(Principal.class)
                .list()
                .stream()
                .filter(principal -> names.matcher(principal.name()).find())
                .toList();
        if (found.isEmpty()) {
            return found;
        }
        Set<Integer> named = new HashSet<>(jdbc.sql(NAMED)
                .param("source", source)
                .param("numbers", found.stream().map(Principal::no).toList())
                .query(Integer.class)
                .list());
        return found.stream()
                .map(principal -> new Principal(principal.no(), principal.name(), named.contains(principal.no())))
                .toList();
    }

    /**
     * Forgets, in the caller's transaction, in which the caller has required the source's epoch exclusively. Again for
     * a user who is forgotten it does nothing.
     *
     * @param who forgets
     * @throws ConfigurationException as {@link #find} does
     */
    public Forgotten forget(int source, String name, String userId, boolean withPrincipals, String who) {
        PersonalTexts texts = find(source, name, userId, withPrincipals);
        int unused = jdbc.sql(DELETE_STAGED)
                .param("source", source)
                .param("user", userId)
                .update();
        if (texts.periods() == 0) {
            return new Forgotten(texts, null);
        }
        int periods = jdbc.sql(FORGET_USER).param("user", texts.user()).update();
        RowCount.expect(texts.periods(), periods, "forgetting a user of source number " + source);
        int salts = jdbc.sql("UPDATE directory.member_key SET salt = NULL WHERE no = ?")
                .param(texts.user())
                .update();
        RowCount.expectOne(salts, "forgetting a salt of source number " + source);
        Pattern words = PersonalTexts.words(texts.texts());
        if (words != null) {
            messages.forget(source, words);
        }
        List<Integer> principals = texts.forgettable();
        if (!principals.isEmpty()) {
            int names = jdbc.sql(FORGET_PRINCIPALS).param("numbers", principals).update();
            RowCount.expect(principals.size(), names, "forgetting names of principals of source number " + source);
        }
        return new Forgotten(texts, chain.forgotten(source, userId, who, periods, principals.size()));
    }
}
