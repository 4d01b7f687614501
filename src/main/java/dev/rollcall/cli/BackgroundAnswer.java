package dev.rollcall.cli;

import dev.rollcall.directory.DaemonThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** What another thread asks the database while this one does what takes about as long. */
final class BackgroundAnswer<V> {
    private final CompletableFuture<V> answer;

    private BackgroundAnswer(CompletableFuture<V> answer) {
        this.answer = answer;
    }

    /** Begins to ask. The thread does not keep the process from ending. */
    static <V> BackgroundAnswer<V> of(Supplier<V> question) {
        return new BackgroundAnswer<>(CompletableFuture.supplyAsync(question, BackgroundAnswer::start));
    }

    /** The JVM's common pool may have one thread, which others keep for as long as they wait. */
    private static void start(Runnable work) {
        DaemonThreads.named("background-answer").newThread(work).start();
    }

    /** Waits for the answer, or throws what the question met as if this thread had met it. */
    V await() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
