package dev.rollcall.answer.format;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;

/**
 * The columns of a statement's result, and its rows as cells. What is of no type of {@link ColumnType} is text, as
 * PostgreSQL prints it.
 */
public final class ResultColumns {
    private final List<Column> columns;

    private ResultColumns(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    public static ResultColumns of(ResultSet result) throws SQLException {
        ResultSetMetaData described = result.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            columns.add(new Column(described.getColumnLabel(i), type(described.getColumnTypeName(i))));
        }
        return new ResultColumns(columns);
    }

    public List<Column> columns() {
        return columns;
    }

    /** The row that the result stands at. */
    public List<@Nullable Object> cells(ResultSet result) throws SQLException {
        List<@Nullable Object> cells = new ArrayList<>(columns.size());
        for (int i = 1; i <= columns.size(); i++) {
            cells.add(cell(result, i, columns.get(i - 1).type()));
        }
        return cells;
    }

    private static @Nullable Object cell(ResultSet result, int i, ColumnType type) throws SQLException {
        return switch (type) {
            case TEXT, JSON -> result.getString(i);
            case NUMBER, FLAG -> result.getObject(i);
            case TIME -> result.getObject(i, OffsetDateTime.class);
            case INTERVAL -> seconds((PGInterval) result.getObject(i));
        };
    }

    /** As {@code extract(epoch from …)} counts: a month has 30 days, a year 365.25. Exact, to the microsecond. */
    private static @Nullable Number seconds(@Nullable PGInterval interval) {
        if (interval == null) {
            return null;
        }
        long days = interval.getYears() * 1_461L / 4 + interval.getMonths() * 30L + interval.getDays();
        long seconds = days * 86_400
                + interval.getYears() * 1_461L % 4 * 21_600
                + interval.getHours() * 3_600L
                + interval.getMinutes() * 60L
                + interval.getWholeSeconds();
        BigDecimal exact = BigDecimal.valueOf(seconds)
                .add(BigDecimal.valueOf(interval.getMicroSeconds(), 6))
                .stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    private static ColumnType type(String name) {
        return switch (name) {
            case "int2", "int4", "int8", "oid", "numeric", "float4", "float8" -> ColumnType.NUMBER;
            case "timestamptz" -> ColumnType.TIME;
            case "bool" -> ColumnType.FLAG;
            case "interval" -> ColumnType.INTERVAL;
            case "json", "jsonb" -> ColumnType.JSON;
            default -> ColumnType.TEXT;
        };
    }
}
