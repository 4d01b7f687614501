package dev.rollcall.answer.evidence;

import java.util.Optional;
import java.util.stream.Stream;

/** The files of a pack, in their order. A pack holds no other. */
enum PackFile {
    STATEMENT("statement.html", "this page"),
    REPORT("report.html", "the same history to look through: a page without a connection to anywhere"),
    GROUPS("groups.csv", "the groups at the end of the span"),
    MEMBERSHIPS("memberships.csv", "who was in which group at the end of the span"),
    USERS("users.csv", "the users at the end of the span"),
    CHANGES("changes.csv", "what changed within the span"),
    SNAPSHOTS("snapshots.csv", "the readings that the span rests on, all columns"),
    GAPS("gaps.csv", "the groups that could not be read, and when"),
    CHAIN("chain.csv", "the chain of the source from its beginning on"),
    CONFIGURATION("configuration.yaml", "the job file of the day on which the pack was made, without secrets"),
    MANIFEST("manifest.json", "the SHA-256 of each file");

    private final String fileName;
    private final String meaning;

    PackFile(String fileName, String meaning) {
        this.fileName = fileName;
        this.meaning = meaning;
    }

    String fileName() {
        return fileName;
    }

    /** For a person, after the name. */
    String meaning() {
        return meaning;
    }

    static Optional<PackFile> named(String name) {
        return Stream.of(values()).filter(file -> file.fileName.equals(name)).findFirst();
    }
}
