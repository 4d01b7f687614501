package dev.rollcall.metrics;

import java.util.Locale;

/** What is measured of each source, with labels {@code source} and {@code provider}. */
public enum SourceGauge {
    PUBLISHED_TIMESTAMP_SECONDS("When the last snapshot was published, in seconds since 1970."),
    READ_TIMESTAMP_SECONDS("When the reading of the last published snapshot ended, in seconds since 1970."),
    GROUPS("Groups published."),
    MEMBERSHIPS("Memberships published."),
    USERS("Users published."),
    GAPS("Groups that could not be read and stay as last published."),
    MEMBERS_JOINED("Members that joined, by the last published snapshot."),
    MEMBERS_LEFT("Members that left, by the last published snapshot."),
    REQUESTS("Requests sent for the snapshot of the last run that ended."),
    RETRIES("Of these requests, those sent again after a failure."),
    THROTTLES("Of these requests, those that the provider refused as too many."),
    RUN_DURATION_SECONDS("How long the last run took that ended."),
    GUARD_HELD("1 while the guard holds a snapshot until a person consents, else 0."),
    RUN_FAILED("1 when the last run that ended failed, else 0."),
    STALE("1 when nothing was ever published, or what is published is older than the job file wants it, else 0."),
    RUNNING_GROUPS_KNOWN("Groups listed so far by the snapshot that is being read or was interrupted."),
    RUNNING_GROUPS_READ("Of these groups, those whose members are read."),
    NOTICES_UNDELIVERED("Notices that the webhook has not taken so far.");

    private final String help;

    SourceGauge(String help) {
        this.help = help;
    }

    /** Its name in Prometheus and in OTLP. */
    public String metric() {
        return "rollcall_" + column();
    }

    /** What it says, in one sentence. */
    public String help() {
        return help;
    }

    /** Its column in {@code source-gauges.sql}. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
