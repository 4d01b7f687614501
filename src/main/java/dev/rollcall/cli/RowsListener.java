package dev.rollcall.cli;

import dev.rollcall.answer.export.ExportListener;
import dev.rollcall.cli.progress.RowsDisplay;

/** Shows a person how far an export is. */
final class RowsListener implements ExportListener {
    private final RowsDisplay display;

    RowsListener(RowsDisplay display) {
        this.display = display;
    }

    @Override
    public void begun(String source, String dataset) {
        display.begin(source + ": " + dataset);
    }

    @Override
    public void row() {
        display.row();
    }
}
