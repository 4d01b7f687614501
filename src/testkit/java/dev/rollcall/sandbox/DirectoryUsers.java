package dev.rollcall.sandbox;

import dev.rollcall.directory.User;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The users of a directory, by number: generated on request, unless a test has added or changed them. */
final class DirectoryUsers {
    private final DataGenerator generator;
    private final int generated;
    private final Map<Integer, User> given = new HashMap<>();
    private final BitSet removed = new BitSet();
    private int next;
    private @Nullable Map<String, Integer> numbers;

    DirectoryUsers(DataGenerator generator, int generated) {
        this.generator = generator;
        this.generated = generated;
        this.next = generated;
    }

    int count() {
        return next - removed.cardinality();
    }

    /** One more than the greatest number. */
    int end() {
        return next;
    }

    boolean exists(int number) {
        return number >= 0 && number < next && !removed.get(number);
    }

    User user(int number) {
        User user = given.get(number);
        return user == null ? generator.user(number) : user;
    }

    String id(int number) {
        return number < generated ? generator.userId(number) : user(number).id();
    }

    void add(User user) {
        int number = next++;
        given.put(number, user);
        numbers().put(user.id(), number);
    }

    void change(User user) {
        given.put(find(user.id()).orElseThrow(() -> new IllegalArgumentException("no user " + user.id())), user);
    }

    void remove(String id) {
        removed.set(find(id).orElseThrow(() -> new IllegalArgumentException("no user " + id)));
    }

    OptionalInt find(String id) {
        Integer number = numbers().get(id);
        return number == null || removed.get(number) ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private Map<String, Integer> numbers() {
        Map<String, Integer> known = numbers;
        if (known == null) {
            Map<String, Integer> all = new HashMap<>();
            IntStream.range(0, next).forEach(number -> all.put(id(number), number));
            numbers = all;
            known = all;
        }
        return known;
    }
}
