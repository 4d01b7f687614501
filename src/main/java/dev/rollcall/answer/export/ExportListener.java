package dev.rollcall.answer.export;

/** Hears how far an export is. What it throws ends the export. */
public interface ExportListener {
    /** Hears nothing. */
    ExportListener NONE = new ExportListener() {
        @Override
        public void begun(String source, String dataset) {}

        @Override
        public void row() {}
    };

    /** The rows of a file are asked for. */
    void begun(String source, String dataset);

    /** Another row of it was written. */
    void row();
}
