package dev.rollcall.answer.report;

/** Periods of one kind of thing as numbers: when they begin, how long they are, how they begin and end. */
final class PeriodColumns {
    private static final String BEGINS = "knc";
    private static final String ENDS = "-gurc";
    private static final int CONTINUED = ENDS.indexOf('c');

    private final TimeAxis axis;
    final IntList begin = new IntList();
    final IntList length = new IntList();
    final IntList kind = new IntList();

    PeriodColumns(TimeAxis axis) {
        this.axis = axis;
    }

    /** Adds a period; its letters are those of the history tables. */
    void add(Period period) {
        int code = axis.begin(period.from());
        int duration = axis.length(code, period.to());
        begin.add(code);
        length.add(duration);
        kind.add(kind(BEGINS.indexOf(period.begins()), duration == 0 ? 0 : ENDS.indexOf(period.ends())));
    }

    /** Whether a period continues the last one, so that they are one where nothing that is shown differs. */
    boolean continuesLast(Period period) {
        return begin.size() > 0
                && kind.last() % ENDS.length() == CONTINUED
                && length.last() != 0
                && begin.last() + length.last() == axis.begin(period.from());
    }

    /** Makes the last period end as this one does. */
    void extendLast(Period period) {
        int last = begin.size() - 1;
        int duration = axis.length(begin.last(), period.to());
        length.set(last, duration);
        kind.set(last, kind(kind.last() / ENDS.length(), duration == 0 ? 0 : ENDS.indexOf(period.ends())));
    }

    int size() {
        return begin.size();
    }

    private static int kind(int begins, int ends) {
        if (begins < 0 || ends < 0) {
            throw new IllegalArgumentException("no such beginning or end of a period");
        }
        return begins * ENDS.length() + ends;
    }
}
