package dev.rollcall.cli;

import dev.rollcall.database.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"rollcall " + current()};
    }

    static String current() {
        return ProgramVersion.current();
    }
}
