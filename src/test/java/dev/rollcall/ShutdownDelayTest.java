package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShutdownDelayTest {
    private static final int OWN_EXIT_CODE = 7;

    private static final int BROKEN_OFF = 1;

    @Test
    void commandThatASignalBreaksOffLeavesTheExitCodeToTheSignal() throws Exception {
        Process process = start("until a signal", BROKEN_OFF);
        process.inputReader().readLine();
        process.toHandle().destroy();

        assertThat(exitCode(process)).isEqualTo(143);
    }

    @Test
    void commandThatComesToItsEndInSpiteOfASignalEndsTheProcess() throws Exception {
        Process process = start("until a signal", OWN_EXIT_CODE);
        process.inputReader().readLine();
        process.toHandle().destroy();

        assertThat(exitCode(process)).isEqualTo(OWN_EXIT_CODE);
    }

    @Test
    void commandThatEndsByItselfEndsTheProcess() throws Exception {
        Process process = start("by itself", OWN_EXIT_CODE);

        assertThat(exitCode(process)).isEqualTo(OWN_EXIT_CODE);
    }

    private static Process start(String how, int exitCode) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Command.class.getName(),
                        how,
                        Integer.toString(exitCode))
                .start();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    static final class Command {
        private Command() {}

        public static void main(String[] how) {
            ShutdownDelay delay = ShutdownDelay.register(System.err);
            if (how[0].equals("until a signal")) {
                System.out.println("ready");
                while (!delay.isUnderWay()) {
                    Thread.onSpinWait();
                }
            }
            int exitCode = Integer.parseInt(how[1]);
            if (!delay.commandEnded(exitCode)) {
                System.exit(exitCode);
            }
        }
    }
}
