package dev.rollcall.answer.export;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.format.Column;
import dev.rollcall.answer.format.ColumnType;
import dev.rollcall.answer.format.ResultColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows as texts that are alike wherever the rows come from: the database, or a file that something else than Rollcall
 * reads.
 *
 * @param columns their names
 * @param rows a text for each cell; null for null
 */
record ExportedRows(List<String> columns, List<List<@Nullable String>> rows) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What a statement answers, and the types of its columns. */
    record Expected(List<Column> columns, ExportedRows rows) {}

    static Expected ofDatabase(JdbcClient jdbc, String sql, Map<String, Object> parameters) {
        return jdbc.sql(sql).params(parameters).query((ResultSet result) -> {
            ResultColumns columns = ResultColumns.of(result);
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable Object> cells = columns.cells(result);
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 0; i < cells.size(); i++) {
                    row.add(text(columns.columns().get(i).type(), cells.get(i)));
                }
                rows.add(row);
            }
            return new Expected(columns.columns(), new ExportedRows(names(columns.columns()), rows));
        });
    }

    /** The rows of a file of columns of these types. */
    static ExportedRows ofFile(Path file, List<Column> columns) {
        String name = file.getFileName().toString();
        try {
            return switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "csv" -> ofCsv(Files.readString(file), columns);
                case "jsonl" -> ofJsonLines(Files.readAllLines(file), columns);
                case "parquet" -> ofParquet(file, columns);
                default -> throw new IllegalArgumentException(name);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ExportedRows ofCsv(String text, List<Column> columns) {
        List<List<@Nullable String>> lines = CsvCells.of(text);
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (List<@Nullable String> line : lines.subList(1, lines.size())) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 0; i < line.size(); i++) {
                String cell = line.get(i);
                row.add(columns.get(i).type() == ColumnType.JSON ? text(ColumnType.JSON, cell) : cell);
            }
            rows.add(row);
        }
        return new ExportedRows(lines.get(0).stream().map(String::valueOf).toList(), rows);
    }

    private static ExportedRows ofJsonLines(List<String> lines, List<Column> columns) {
        List<String> names = names(columns);
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (String line : lines) {
            JsonNode object = JSON.readTree(line);
            names = List.copyOf(object.propertyNames());
            List<@Nullable String> row = new ArrayList<>();
            for (Column column : columns) {
                JsonNode cell = object.get(column.name());
                row.add(cell.isNull() ? null : cell.isString() ? cell.asString() : cell.toString());
            }
            rows.add(row);
        }
        return new ExportedRows(names, rows);
    }

    private static ExportedRows ofParquet(Path file, List<Column> columns) throws SQLException {
        return ofDuck("SELECT * FROM read_parquet('" + file + "')", columns);
    }

    /** The rows that DuckDB answers with, whose columns of these names are of these types. */
    static ExportedRows ofDuck(String sql, List<Column> columns) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                names.add(result.getMetaData().getColumnName(i));
            }
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (Column column : columns) {
                    row.add(text(column.type(), cell(result, column)));
                }
                rows.add(row);
            }
            return new ExportedRows(names, rows);
        }
    }

    private static @Nullable Object cell(ResultSet result, Column column) throws SQLException {
        return switch (column.type()) {
            case TEXT, JSON -> result.getString(column.name());
            case TIME -> result.getObject(column.name(), OffsetDateTime.class);
            case NUMBER, FLAG, INTERVAL -> result.getObject(column.name());
        };
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    private static @Nullable String text(ColumnType type, @Nullable Object cell) {
        if (cell == null) {
            return null;
        }
        return switch (type) {
            case TIME -> PointInTime.format(((OffsetDateTime) cell).toInstant());
            case JSON -> JSON.readTree((String) cell).toString();
            case TEXT, NUMBER, FLAG, INTERVAL -> cell.toString();
        };
    }
}
