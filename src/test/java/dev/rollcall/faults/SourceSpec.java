package dev.rollcall.faults;

import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.source.Source;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** A source to be built: the settings that tests change, and sound values for the others. */
final class SourceSpec {
    private final String name;
    private final Cloud cloud;
    private final String storeId;
    private URI endpoint;
    private KeyFiles keys = KeyFiles.of(Sandbox.LONG_LIVED_KEY);
    private boolean users = true;
    private int workers = 4;
    private int pageSize = 100;
    private Duration timeout = Duration.ofSeconds(5);

    SourceSpec(String name, Cloud cloud, String storeId, URI endpoint) {
        this.name = name;
        this.cloud = cloud;
        this.storeId = storeId;
        this.endpoint = endpoint;
    }

    SourceSpec endpoint(URI value) {
        endpoint = value;
        return this;
    }

    SourceSpec keys(KeyFiles value) {
        keys = value;
        return this;
    }

    SourceSpec users(boolean value) {
        users = value;
        return this;
    }

    SourceSpec workers(int value) {
        workers = value;
        return this;
    }

    SourceSpec pageSize(int value) {
        pageSize = value;
        return this;
    }

    SourceSpec timeout(Duration value) {
        timeout = value;
        return this;
    }

    Source build() {
        return new Source(
                name,
                Path.of("jobs", name + ".yaml"),
                cloud.name().toLowerCase(Locale.ROOT),
                new DirectorySettings(
                        storeId,
                        cloud == Cloud.AWS ? "eu-west-1" : "cn-north-4",
                        endpoint,
                        keys.credentials(),
                        workers,
                        pageSize,
                        timeout),
                new Source.AllGroups(),
                users,
                1_000,
                new Source.Guard(10, 50, 5),
                5,
                Duration.ofHours(6),
                null);
    }
}
