package dev.rollcall.metrics;

import dev.rollcall.database.SqlFile;
import dev.rollcall.database.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the gauges of all sources that are not retired, but for {@link SourceGauge#STALE}, which job files decide. A
 * reader's rights are enough. One statement, which sees one state of the database. Safe for use by several threads.
 */
public final class SourceGaugesQuery {
    private static final String GAUGES = SqlFile.read(SourceGaugesQuery.class, "source-gauges");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public SourceGaugesQuery(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transaction.setReadOnly(true);
    }

    /**
     * What the database knows of a source.
     *
     * @param gauges but for {@link SourceGauge#STALE}
     * @param reading of what is published; null when nothing ever was
     */
    public record Answer(SourceGauges gauges, @Nullable Reading reading) {}

    /**
     * When what is published was read.
     *
     * @param from when the reading began
     * @param age since it ended, by the database's clock
     * @param asOf when this was asked, by the database's clock
     */
    public record Reading(Instant from, Duration age, Instant asOf) {}

    /** In order of name. */
    public List<Answer> all() {
        return Objects.requireNonNull(transaction.execute(status -> jdbc.sql(GAUGES)
                .query((row, n) -> new Answer(gauges(row), reading(row)))
                .list()));
    }

    private static @Nullable Reading reading(ResultSet row) throws SQLException {
        Instant from = Timestamps.read(row, "read_from");
        return from == null
                ? null
                : new Reading(
                        from,
                        Duration.ofSeconds(row.getBigDecimal("age").longValue()),
                        Objects.requireNonNull(Timestamps.read(row, "as_of"), "as_of"));
    }

    private static SourceGauges gauges(ResultSet row) throws SQLException {
        Map<SourceGauge, Double> values = new EnumMap<>(SourceGauge.class);
        for (SourceGauge gauge : SourceGauge.values()) {
            if (gauge != SourceGauge.STALE) {
                double value = row.getDouble(gauge.column());
                if (!row.wasNull()) {
                    values.put(gauge, value);
                }
            }
        }
        return new SourceGauges(row.getString("source"), row.getString("provider"), values);
    }
}
