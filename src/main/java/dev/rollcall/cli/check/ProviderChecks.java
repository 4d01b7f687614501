package dev.rollcall.cli.check;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.Provider;
import dev.rollcall.source.Source;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that a source's credentials are there and permit each operation that a sync uses, with a request each. */
final class ProviderChecks {
    /** An empty page may be followed by others; this many are enough to try. */
    private static final int MOST_PAGES = 10;

    private static final String UNKNOWN = "permitted; the provider does not know group ";

    private final Source source;
    private final Provider provider;
    private final Checklist list;

    ProviderChecks(Source source, Provider provider, Checklist list) {
        this.source = source;
        this.provider = provider;
        this.list = list;
    }

    void run() {
        list.check(name("credentials"), () -> provider.open(withPagesOfOne(source.directory())), opened -> "found")
                .ifPresent(opened -> {
                    try (Directory directory = opened) {
                        operations(directory);
                    }
                });
    }

    private void operations(Directory directory) {
        if (source.scope() instanceof Source.GroupIds scope && scope.ids().size() > 1) {
            list.check(
                    name("look up groups together"),
                    () -> together(directory, scope.ids().subList(0, 2)),
                    answer -> answer);
        }
        aGroup(directory).ifPresent(group -> {
            list.check(name("read a group"), () -> read(directory, group), answer -> answer);
            list.check(name("list a group's members"), () -> members(directory, group), answer -> answer);
        });
        if (source.users()) {
            list.check(name("list users"), () -> directory.listUsers(null), page -> "permitted");
        }
    }

    /** A group of the scope. Listing all groups needs no permission where the scope is a list of ids. */
    private Optional<GroupId> aGroup(Directory directory) {
        if (source.scope() instanceof Source.GroupIds scope) {
            return Optional.of(scope.ids().get(0));
        }
        return list.check(
                        name("list groups"),
                        () -> firstGroup(directory),
                        first -> first.isPresent()
                                ? "permitted"
                                : "permitted; it lists no group, so that reading one and its members can't be tried")
                .flatMap(first -> first.map(Group::id));
    }

    private static Optional<Group> firstGroup(Directory directory) {
        @Nullable Marker from = null;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            Page<Group> page = directory.listGroups(from);
            if (!page.items().isEmpty() || page.next() == null) {
                return page.items().stream().findFirst();
            }
            from = page.next();
        }
        return Optional.empty();
    }

    /** A sync does without: where ids are refused together, it looks them up one by one. */
    private static String together(Directory directory, List<GroupId> ids) {
        try {
            return directory.describeGroups(ids).rest().equals(ids)
                    ? "not permitted; they are looked up one by one"
                    : "permitted";
        } catch (DirectoryException.InvalidRequest e) {
            return "permitted; the provider refuses one of " + ids;
        }
    }

    private static String read(Directory directory, GroupId group) {
        return directory.lookUpGroup(group).found().isEmpty() ? UNKNOWN + group : "permitted";
    }

    private static String members(Directory directory, GroupId group) {
        try {
            directory.listMemberships(group, null);
            return "permitted";
        } catch (DirectoryException.NotFound e) {
            if (e.identityStore()) {
                throw e;
            }
            return UNKNOWN + group;
        }
    }

    private String name(String what) {
        return "source " + source.name() + ", " + what;
    }

    private static DirectorySettings withPagesOfOne(DirectorySettings settings) {
        return new DirectorySettings(
                settings.identityStoreId(),
                settings.region(),
                settings.endpoint(),
                settings.credentials(),
                1,
                1,
                settings.timeout());
    }
}
