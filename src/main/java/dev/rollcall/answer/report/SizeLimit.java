package dev.rollcall.answer.report;

import dev.rollcall.directory.ConfigurationException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps a page within what a browser opens in some seconds. A page is never shortened by itself: above the limit the user
 * is told how large it would be, and which {@code --from} fits.
 */
final class SizeLimit {
    static final long MOST_PERIODS = 2_000_000;
    static final long MOST_BYTES = 25_000_000;

    /** Bytes of the page a period of a membership, as measured: for the estimate alone. */
    private static final long BYTES_PER_PERIOD = 6;

    /** Everything that is no data. */
    private static final long BYTES_OF_PAGE = 200_000;

    /** How many periods end when. */
    private final NavigableMap<Instant, Long> ends = new TreeMap<>();

    private final Instant now;
    private long periods;
    private long encodedPeriods;
    private long membershipBytes;

    /** @param now the database's clock */
    SizeLimit(Instant now) {
        this.now = now;
    }

    void count(Map<Instant, Long> endsOfSource) {
        endsOfSource.forEach((at, count) -> {
            ends.merge(at, count, Long::sum);
            periods += count;
        });
    }

    /** @throws ConfigurationException when there are more periods than a page takes */
    void requireFewPeriods() {
        if (periods > MOST_PERIODS) {
            throw tooLarge(periods * BYTES_PER_PERIOD + BYTES_OF_PAGE, MOST_PERIODS);
        }
    }

    void encoded(MembershipColumns memberships) {
        encodedPeriods += memberships.periods();
        membershipBytes += memberships.bytes();
    }

    /** @throws ConfigurationException when the page would be larger than a page may be */
    void requireSmall(List<byte[]> data) {
        long compressed = data.stream().mapToLong(bytes -> bytes.length).sum();
        long size = compressed * 4 / 3 + BYTES_OF_PAGE;
        if (size > MOST_BYTES) {
            // Compressed, the columns of memberships are about as large as their bytes, less a quarter; texts stay.
            long ofMemberships = Math.max(1, Math.min(size, membershipBytes));
            long others = size - ofMemberships;
            long fits = others >= MOST_BYTES ? -1 : (MOST_BYTES - others) * encodedPeriods / ofMemberships;
            throw tooLarge(size, fits);
        }
    }

    private ConfigurationException tooLarge(long size, long fits) {
        return new ConfigurationException(String.format(
                Locale.ROOT,
                "the page would hold %,d periods of memberships and be about %,d MB large; at most %,d and %,d MB open"
                        + " well: %s",
                periods,
                Math.round(size / 1e6),
                MOST_PERIODS,
                MOST_BYTES / 1_000_000,
                from(fits).map(from -> "--from " + from + " fits").orElse("name fewer sources")));
    }

    /** The earliest date as of which no more periods than these go on, or begin later. */
    private Optional<String> from(long most) {
        long left = periods;
        for (Map.Entry<Instant, Long> end : ends.entrySet()) {
            left -= end.getValue();
            if (left <= most && !end.getKey().isAfter(now)) {
                return Optional.of(date(end.getKey()));
            }
        }
        return Optional.empty();
    }

    /** The time itself where a day after it would not have come yet. */
    private String date(Instant at) {
        Instant midnight = at.truncatedTo(ChronoUnit.DAYS);
        Instant date = midnight.equals(at) ? at : midnight.plus(1, ChronoUnit.DAYS);
        return date.isAfter(now)
                ? at.toString()
                : date.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
