package dev.rollcall.answer.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The groups, or the people, of a source: number in the database, id, and which periods are whose. */
final class Keys {
    private final IntList numbers = new IntList();
    private final List<String> ids = new ArrayList<>();
    private final IntList firstPeriods = new IntList();
    private int[] ascending = {};
    private int[] placeOfAscending = {};
    private int[] order = {};

    void add(int number, String id, int firstPeriod) {
        numbers.add(number);
        ids.add(id);
        firstPeriods.add(firstPeriod);
    }

    int size() {
        return ids.size();
    }

    boolean isLast(int number) {
        return size() > 0 && numbers.last() == number;
    }

    boolean lastHasPeriods(int periods) {
        return firstPeriods.last() < periods;
    }

    String id(int key) {
        return ids.get(key);
    }

    int number(int key) {
        return numbers.get(key);
    }

    int firstPeriod(int key) {
        return firstPeriods.get(key);
    }

    /** Where the periods of a key end. */
    int endOfPeriods(int key, int periods) {
        return key + 1 < size() ? firstPeriods.get(key + 1) : periods;
    }

    /** The text of a key's last period as a reference, by which keys are in order: those without one come last. */
    int lastReference(int key, int periods, TextDictionary texts, IntList numbers) {
        int end = endOfPeriods(key, periods);
        int reference = end == firstPeriod(key) ? 0 : texts.reference(numbers.get(end - 1));
        return reference == 0 ? Integer.MAX_VALUE : reference;
    }

    /** Puts the keys in the order that they have in the page. */
    void sort(Comparator<Integer> comparator) {
        Integer[] sorted = new Integer[size()];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, comparator.thenComparing(ids::get));
        order = Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
        long[] pairs = new long[order.length];
        for (int place = 0; place < order.length; place++) {
            pairs[place] = (long) numbers.get(order[place]) << Integer.SIZE | place;
        }
        Arrays.sort(pairs);
        ascending = Arrays.stream(pairs)
                .mapToInt(pair -> (int) (pair >> Integer.SIZE))
                .toArray();
        placeOfAscending = Arrays.stream(pairs).mapToInt(pair -> (int) pair).toArray();
    }

    /** The keys in that order. */
    int[] order() {
        return order;
    }

    /** Numbers in the database, in that order. */
    int[] numbersInOrder() {
        return Arrays.stream(order).map(numbers::get).toArray();
    }

    /** The place of a number of the database in that order; negative when it is none of them. */
    int place(int number) {
        int found = Arrays.binarySearch(ascending, number);
        return found < 0 ? found : placeOfAscending[found];
    }
}
