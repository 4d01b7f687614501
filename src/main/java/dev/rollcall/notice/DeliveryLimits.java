package dev.rollcall.notice;

import java.time.Duration;

/**
 * How long a run's end may take to deliver notices.
 *
 * @param attempt of one attempt, from looking the host up to the answer
 * @param inAll of all attempts of a source, and of the waiting between them
 * @param firstWait after a first failure; doubled after each further one in a row
 * @param keep how long a notice is sent again by later runs
 */
public record DeliveryLimits(Duration attempt, Duration inAll, Duration firstWait, Duration keep) {
    public static final DeliveryLimits DEFAULT = new DeliveryLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofDays(3));
}
