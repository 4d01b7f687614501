package dev.rollcall.directory.pacing;

/** When the last so many answers came, and which of them were refusals. Not safe for use by several threads. */
final class LastAnswers {
    private final double[] times;
    private final boolean[] refusals;
    private long count;
    private int refused;

    LastAnswers(int kept) {
        this.times = new double[kept];
        this.refusals = new boolean[kept];
    }

    void add(double now, boolean served) {
        int place = place(count);
        if (isFull() && refusals[place]) {
            refused--;
        }
        times[place] = now;
        refusals[place] = !served;
        refused += served ? 0 : 1;
        count++;
    }

    /** Forgets all but the last. */
    void keepLast() {
        int last = place(count - 1);
        double time = times[last];
        boolean served = !refusals[last];
        count = 0;
        refused = 0;
        add(time, served);
    }

    int served() {
        return (int) Math.min(count, times.length) - refused;
    }

    int refused() {
        return refused;
    }

    /** When the first of them came. */
    double first() {
        return times[isFull() ? place(count) : 0];
    }

    private boolean isFull() {
        return count >= times.length;
    }

    private int place(long number) {
        return (int) (number % times.length);
    }
}
