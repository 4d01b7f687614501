package dev.rollcall.sandbox;

/**
 * How large a generated directory is, and how unequal its groups.
 *
 * @param memberships in all groups together
 * @param largest members of the largest group; a few others are nearly as large, most are small, some are empty
 */
public record Shape(int groups, int memberships, int largest, int users) {
    public Shape {
        if (groups < 1 || largest > users || largest > memberships || memberships > (long) groups * largest) {
            throw new IllegalArgumentException("these memberships do not fit into these groups");
        }
    }

    /** A user is in about ten groups. */
    public static Shape of(int groups, int memberships, int largest) {
        return new Shape(groups, memberships, largest, Math.max(largest, memberships / 10));
    }

    public static Shape small() {
        return of(50, 1_000, 250);
    }

    public static Shape company() {
        return of(5_000, 200_000, 20_000);
    }

    public static Shape giant() {
        return new Shape(50_000, 2_000_000, 90_000, 100_000);
    }

    /** One group holds most memberships: the chain of its pages takes longer than all others together. */
    public static Shape skewed() {
        return of(1_000, 150_000, 100_000);
    }

    /**
     * By name, or as {@code GROUPS,MEMBERSHIPS,LARGEST}.
     */
    public static Shape parse(String text) {
        return switch (text) {
            case "small" -> small();
            case "company" -> company();
            case "giant" -> giant();
            case "skewed" -> skewed();
            default -> {
                String[] numbers = text.split(",", -1);
                if (numbers.length != 3) {
                    throw new IllegalArgumentException(
                            "expected small, company, giant, skewed or GROUPS,MEMBERSHIPS,LARGEST, not " + text);
                }
                yield of(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
            }
        };
    }
}
