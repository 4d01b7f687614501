package dev.rollcall.store.retention;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the database has of a user's personal attributes.
 *
 * @param user number of the user
 * @param periods in which there are some; none when they were forgotten, or pruned
 * @param texts each once, by kind
 * @param messages of runs, gaps and notices that hold one of these texts
 * @param principals names of principals that hold one of the user's names; none where they weren't asked for
 */
public record PersonalTexts(
        int user, long periods, List<PersonalText> texts, long messages, List<Principal> principals) {
    public PersonalTexts {
        texts = List.copyOf(texts);
        principals = List.copyOf(principals);
    }

    /**
     * One attribute.
     *
     * @param kind user name, display name, e-mail address or external id
     * @param word what another text may hold of it: of an external id, the id without its issuer; null where it has none
     */
    public record PersonalText(
            String kind, String text, @Nullable String word) {
        private boolean isName() {
            return !kind.equals("external id");
        }
    }

    /**
     * Who created or updated something.
     *
     * @param no its number
     * @param stays whether the next publish would name it again, since what is current has it
     */
    public record Principal(int no, String name, boolean stays) {}

    /** Numbers of the principals that can be forgotten. */
    List<Integer> forgettable() {
        return principals.stream()
                .filter(principal -> !principal.stays())
                .map(Principal::no)
                .toList();
    }

    /**
     * Finds names in another text: whole, whatever their case. {@code ann} is in {@code arn:aws:iam::1:user/Ann} and not
     * in {@code arn:aws:iam::1:user/joanna}. Null where there is no name.
     */
    static @Nullable Pattern names(List<PersonalText> texts) {
        return words(texts, PersonalText::isName);
    }

    /** The same for external ids too. */
    static @Nullable Pattern words(List<PersonalText> texts) {
        return words(texts, text -> true);
    }

    private static @Nullable Pattern words(List<PersonalText> texts, Predicate<PersonalText> which) {
        String words = texts.stream()
                .filter(which)
                .flatMap(text -> Stream.ofNullable(text.word()))
                .filter(word -> !word.isBlank())
                // The longest first: of "Ann Lee" and "Ann" the whole is found.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(word -> Pattern.quote(word.strip()))
                .collect(Collectors.joining("|"));
        return words.isEmpty()
                ? null
                : Pattern.compile(
                        "(?<![\\p{L}\\p{N}])(?:" + words + ")(?![\\p{L}\\p{N}])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
