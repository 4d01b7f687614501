package dev.rollcall.answer.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Times as numbers: microseconds since 1970 UTC, as fine as the database knows them. */
final class Microseconds {
    private Microseconds() {}

    static long of(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** A time of a row, {@link TimeAxis#OPEN} where it is infinity. */
    static long read(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = Objects.requireNonNull(row.getObject(column, OffsetDateTime.class));
        return time.equals(OffsetDateTime.MAX) ? TimeAxis.OPEN : of(time.toInstant());
    }
}
