package dev.rollcall.answer.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.postgres.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ResultColumnsTest {
    private static final TestDatabase DATABASE = MigratedDatabase.create();

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void everyTypeOfTheReadersSchemaIsWrittenAsTheFormatsSay() throws Exception {
        assertThat(csv("""
                SELECT 'a'::text COLLATE "C" AS t, 7::bigint AS n, 7.50::numeric AS d, 0.1::float8 AS f, true AS b,
                       timestamptz '2026-03-01 02:17:00.123456+13' AS at, 'infinity'::timestamptz AS ever,
                       interval '1 day 02:00:00.5' AS age, '{"a": [1]}'::jsonb AS j, ARRAY['x', 'y'] AS words,
                       date '2026-03-01' AS day
                """))
                .isEqualTo("t,n,d,f,b,at,ever,age,j,words,day\r\n"
                        + "\"a\",7,7.50,0.1,true,2026-02-28T13:17:00.123456Z,infinity,93600.5,\"{\"\"a\"\": [1]}\","
                        + "\"{x,y}\",\"2026-03-01\"\r\n");
    }

    @Test
    void intervalsAreTheSecondsThatPostgresqlCounts() throws Exception {
        String intervals =
                "VALUES (interval '1 year 2 months 3 days'), ('-1 mon 5 s'), ('-00:00:00.25'), ('0'), ('3 years')";

        assertThat(csv("SELECT i, extract(epoch FROM i)::float8 AS seconds FROM (" + intervals + ") v (i)")
                        .lines()
                        .skip(1)
                        .map(line -> line.split(",")))
                .hasSize(5)
                .allSatisfy(cells -> assertThat(cells[0]).isEqualTo(cells[1]));
    }

    @Test
    void nullOfEveryTypeIsNull() throws Exception {
        assertThat(csv("SELECT NULL::text AS t, NULL::bigint AS n, NULL::bool AS b, NULL::timestamptz AS at,"
                        + " NULL::interval AS age, NULL::jsonb AS j"))
                .endsWith("\r\n,,,,,\r\n");
    }

    private static String csv(String sql) throws Exception {
        try (Connection connection = DATABASE.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultColumns columns = ResultColumns.of(rows);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (RowWriter to = RowFormat.CSV.open(out, columns.columns(), FormulaCells.ESCAPE)) {
                while (rows.next()) {
                    to.row(columns.cells(rows));
                }
                to.end();
            }
            return out.toString(StandardCharsets.UTF_8);
        }
    }
}
