package dev.rollcall.directory.aws;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.machine.JavaCommand;
import dev.rollcall.machine.ProgramRun;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists the groups of a store in a JVM of its own, for what the SDK takes from the environment and the home folder alone. */
final class AwsProbe {
    private AwsProbe() {}

    /**
     * Prints how many groups there are, or the failure.
     *
     * @param args the store's endpoint, and the profile where one is to be named
     */
    public static void main(String[] args) {
        Credentials credentials = args.length < 2 ? Credentials.DEFAULT : AdapterFixture.profile(args[1]);
        try (Directory directory = new AwsProvider(new Network(System.getenv()))
                .open(AdapterFixture.settings(URI.create(args[0]), credentials))) {
            System.out.println(directory.listGroups(null).items().size() + " groups");
        } catch (RollcallException failed) {
            System.out.println(failed.code() + ": " + failed.getMessage());
        }
    }

    /** What it prints, logs included, with no variables but these and the path. */
    static String run(Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + System.getenv("PATH")));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(JavaCommand.withOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add(AwsProbe.class.getName());
        command.addAll(List.of(args));
        return ProgramRun.of(command).output().strip();
    }
}
