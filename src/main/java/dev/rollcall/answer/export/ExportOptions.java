package dev.rollcall.answer.export;

import dev.rollcall.answer.format.FormulaCells;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to export, and where to.
 *
 * @param folder gets a folder for each source; made where it is missing
 * @param formulas only CSV asks
 * @param asOf null for what is published now
 * @param history every period instead
 * @param changes null for none
 */
public record ExportOptions(
        Path folder,
        ExportFormat format,
        FormulaCells formulas,
        @Nullable Instant asOf,
        boolean history,
        @Nullable Changes changes) {
    public ExportOptions {
        if (asOf != null && history) {
            throw new IllegalArgumentException("history has every time in it");
        }
    }

    /**
     * Which changes to export besides.
     *
     * @param from first time that counts; null for the first of all
     * @param to first time that no longer counts; null for none
     * @param byMonth a file for each month that the span touches, with all of the month's changes; of months that are
     *     over, only those that are missing
     */
    public record Changes(@Nullable Instant from, @Nullable Instant to, boolean byMonth) {}

    @Nullable
    FormulaCells formulasInFiles() {
        return format == ExportFormat.CSV ? formulas : null;
    }
}
