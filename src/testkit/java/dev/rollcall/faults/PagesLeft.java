package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.sandbox.RequestLog;
import dev.rollcall.sandbox.SandboxDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many pages of each listing are not committed yet.
 *
 * @param pages by the listing's operation, and its group if it has one
 */
record PagesLeft(Map<Listing, Long> pages) {
    private static final int COMPLETE = -1;

    /** @param group empty for the listings of all */
    private record Listing(String operation, String group) {}

    /** Counts those of the open snapshot, or of the one that would be opened. */
    static PagesLeft of(SandboxDirectory directory, int pageSize, JdbcClient jdbc) {
        Map<Listing, Long> pages = new HashMap<>();
        pages.put(groups(), count(directory.groups().size(), pageSize));
        pages.put(users(), count(directory.users().count(), pageSize));
        directory
                .groups()
                .forEach(group -> pages.put(
                        memberships(group.id().value()),
                        count(directory.memberships(group.id()).size(), pageSize)));
        jdbc.sql("""
                        SELECT 'ListGroupMemberships' AS operation, g.group_id AS subject, c.state <> 'pending' AS complete,
                               c.pages
                          FROM staging.group_checkpoint c
                          JOIN staging.groups g ON g.snapshot = c.snapshot AND g.group_no = c.group_no
                          JOIN directory.snapshot s ON s.id = c.snapshot AND s.outcome = 'open'
                        UNION ALL
                        SELECT CASE c.listing WHEN 'groups' THEN 'ListGroups' ELSE 'ListUsers' END, '', c.complete, c.pages
                          FROM staging.listing_checkpoint c
                          JOIN directory.snapshot s ON s.id = c.snapshot AND s.outcome = 'open'
                        """).query(row -> {
            long committed = row.getBoolean("complete") ? COMPLETE : row.getLong("pages");
            pages.computeIfPresent(
                    new Listing(row.getString("operation"), row.getString("subject")),
                    (listing, all) -> committed == COMPLETE ? 0 : all - committed);
        });
        return new PagesLeft(Map.copyOf(pages));
    }

    private static Listing groups() {
        return new Listing(KillState.GROUPS.operation(), "");
    }

    private static Listing users() {
        return new Listing(KillState.USERS.operation(), "");
    }

    private static Listing memberships(String group) {
        return new Listing(KillState.MEMBERSHIPS.operation(), group);
    }

    /** An empty listing has one page. */
    private static long count(long rows, int pageSize) {
        return Math.max(1, (rows + pageSize - 1) / pageSize);
    }

    long all() {
        return pages.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The pages of the listings read in one state. */
    long of(KillState state) {
        return pages.entrySet().stream()
                .filter(page -> page.getKey().operation().equals(state.operation()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * Fails when a run that began with these pages left was served more: committed pages are not requested again.
     *
     * @param sampled groups whose one page the run may have read a second time on purpose
     */
    void areMoreThan(RequestLog requests, long sampled) {
        Map<Listing, Long> served = new HashMap<>();
        requests.entries()
                .forEach(entry -> served.merge(
                        new Listing(
                                entry.page().operation(),
                                Objects.requireNonNullElse(entry.page().subject(), "")),
                        entry.served(),
                        Long::sum));
        Map<Listing, Long> again = new HashMap<>();
        served.forEach((listing, times) -> {
            long more = times - pages.getOrDefault(listing, 0L);
            if (more > 0) {
                again.put(listing, more);
            }
        });
        String what = "pages served besides those that were not committed yet, of which " + sampled
                + " may be the sample's: " + again;
        assertThat(again).as(what).hasSizeLessThanOrEqualTo((int) sampled);
        assertThat(again)
                .as(what)
                .allSatisfy((listing, more) -> assertThat(more).isEqualTo(1));
    }
}
