package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Blame;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ExitCodesTest {
    @Test
    void exitCodeOfAFailureFollowsFromItsBlame() {
        assertThat(ExitCodes.of(Blame.CONFIGURATION)).isEqualTo(2);
        assertThat(ExitCodes.of(Blame.OTHER_RUN)).isEqualTo(5);
        assertThat(List.of(Blame.PERMISSION, Blame.PROVIDER, Blame.DATABASE, Blame.BUG))
                .allSatisfy(blame -> assertThat(ExitCodes.of(blame)).isEqualTo(1));
    }

    @Test
    void checkEndsWithItsGravestFailure() {
        assertThat(ExitCodes.ofCheck(Set.of())).isZero();
        assertThat(ExitCodes.ofCheck(Set.of(Blame.CONFIGURATION))).isEqualTo(2);
        assertThat(ExitCodes.ofCheck(Set.of(Blame.CONFIGURATION, Blame.PROVIDER)))
                .isEqualTo(1);
    }

    @Test
    void gravestOfSeveralSourcesCounts() {
        assertThat(ExitCodes.ofSync(List.of(0, 0))).isZero();
        assertThat(ExitCodes.ofSync(List.of(0, 4))).isEqualTo(4);
        assertThat(ExitCodes.ofSync(List.of(4, 5, 0))).isEqualTo(5);
        assertThat(ExitCodes.ofSync(List.of(5, 3, 4))).isEqualTo(3);
        assertThat(ExitCodes.ofSync(List.of(3, 1, 5))).isEqualTo(1);
    }

    @Test
    void signalIsGraverThanAnyFailure() {
        assertThat(ExitCodes.ofSync(List.of(1, 143, 3))).isEqualTo(143);
        assertThat(ExitCodes.ofSync(List.of(130, 2))).isEqualTo(130);
    }

    @Test
    void signalIsReadFromTheThreadThatHandlesIt() throws InterruptedException {
        assertThat(ExitCodes.ofSignal()).isEqualTo(143);
        CountDownLatch over = new CountDownLatch(1);
        Thread handler = new Thread(
                () -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "SIGINT handler");
        handler.start();
        try {
            assertThat(ExitCodes.ofSignal()).isEqualTo(130);
        } finally {
            over.countDown();
            handler.join();
        }
    }

    @Test
    void usageIsOfARunOnOneSourceAlone() {
        assertThat(ExitCodes.ofSync(List.of(2))).isEqualTo(2);
        assertThat(ExitCodes.ofSync(List.of(2, 0))).isEqualTo(1);
    }
}
