package dev.rollcall.directory.pacing;

import java.util.ArrayDeque;

/** When the last so many answers came, and which of them were refusals. Not safe for use by several threads. */
final class LastAnswers {
    private final int kept;
    private final ArrayDeque<Answer> answers;

    private record Answer(double at, boolean served) {}

    LastAnswers(int kept) {
        this.kept = kept;
        this.answers = new ArrayDeque<>(kept);
    }

    void add(double now, boolean served) {
        if (answers.size() == kept) {
            answers.removeFirst();
        }
        answers.addLast(new Answer(now, served));
    }

    /** Forgets all but the last. */
    void keepLast() {
        Answer last = answers.getLast();
        answers.clear();
        answers.addLast(last);
    }

    int served() {
        return (int) answers.stream().filter(Answer::served).count();
    }

    int refused() {
        return answers.size() - served();
    }

    /** When the first of them came. */
    double first() {
        return answers.getFirst().at();
    }
}
