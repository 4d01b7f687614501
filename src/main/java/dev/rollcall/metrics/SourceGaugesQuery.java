package dev.rollcall.metrics;

import dev.rollcall.database.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
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

    /** In order of name. */
    public List<SourceGauges> all() {
        return Objects.requireNonNull(transaction.execute(
                status -> jdbc.sql(GAUGES).query((row, n) -> gauges(row)).list()));
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
