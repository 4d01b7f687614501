package dev.rollcall.sandbox;

import java.util.Arrays;

/** How many members each group of a shape has: a few huge, many small, some none. */
final class GroupSizes {
    private GroupSizes() {}

    /** One number for each group, in no order; their sum is the number of memberships. */
    static int[] of(Shape shape, SeededRandom random) {
        int[] sizes = new int[shape.groups()];
        int huge = random.below(shape.groups(), 30, 0);
        sizes[huge] = shape.largest();
        int rest = shape.memberships() - shape.largest();
        double[] weights = new double[shape.groups()];
        for (int i = 0; i < weights.length; i++) {
            // exponent of a bell curve; one group in twenty stays empty while there is room elsewhere
            double bell = random.share(31, i) + random.share(32, i) + random.share(33, i) + random.share(34, i) - 2;
            weights[i] = i == huge || i % 20 == 19 ? 0 : Math.exp(4 * bell);
        }
        double sum = Arrays.stream(weights).sum();
        int placed = 0;
        for (int i = 0; i < sizes.length && sum > 0; i++) {
            if (i != huge) {
                sizes[i] = (int) Math.min(shape.largest(), weights[i] / sum * rest);
                placed += sizes[i];
            }
        }
        fill(sizes, rest - placed, shape.largest(), weights);
        return sizes;
    }

    /** Distributes what rounding and the largest size left over: first to groups with a weight, then to all. */
    private static void fill(int[] sizes, int left, int largest, double[] weights) {
        int open = left;
        boolean all = false;
        while (open > 0) {
            int before = open;
            for (int i = 0; i < sizes.length && open > 0; i++) {
                if (sizes[i] < largest && (weights[i] > 0 || all)) {
                    sizes[i]++;
                    open--;
                }
            }
            all = open == before;
        }
    }
}
