package dev.rollcall.directory.aws;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.machine.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that lists groups, for what the SDK takes from the environment and the home folder alone. */
final class AwsProbe implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    private AwsProbe(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it with no variables but these. */
    static AwsProbe start(Map<String, String> environment) {
        List<String> command = JavaCommand.withOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
        command.add(AwsProbe.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(environment);
        try {
            return new AwsProbe(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How many groups there are, or the failure.
     *
     * @param profile null for the SDK's own chain
     */
    String list(URI store, @Nullable String profile) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(store + " " + (profile == null ? "" : profile) + "\n")
                    .flush();
            return String.valueOf(answers.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Answers a line, an endpoint and perhaps a profile, with a line. */
    public static void main(String[] args) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            String[] words = question.split(" ", 2);
            System.out.println(answer(URI.create(words[0]), words[1]));
        }
    }

    private static String answer(URI store, String profile) {
        Credentials credentials = profile.isEmpty() ? Credentials.DEFAULT : AdapterFixture.profile(profile);
        try (Directory directory =
                new AwsProvider(new Network(System.getenv())).open(AdapterFixture.settings(store, credentials))) {
            return directory.listGroups(null).items().size() + " groups";
        } catch (RollcallException failed) {
            return failed.code() + ": " + failed.getMessage();
        }
    }
}
