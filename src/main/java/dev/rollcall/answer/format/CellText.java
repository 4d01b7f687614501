package dev.rollcall.answer.format;

import dev.rollcall.answer.PointInTime;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Cells other than text, as every format writes them. */
final class CellText {
    private CellText() {}

    /** Without an exponent, which some spreadsheets round. */
    static String number(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            return Double.isFinite(value)
                    ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                    : number.toString();
        }
        return number.toString();
    }

    static String time(Object time) {
        if (time.equals(OffsetDateTime.MAX) || time.equals(Instant.MAX)) {
            return "infinity";
        }
        if (time.equals(OffsetDateTime.MIN) || time.equals(Instant.MIN)) {
            return "-infinity";
        }
        return PointInTime.format(time instanceof OffsetDateTime zoned ? zoned.toInstant() : (Instant) time);
    }
}
