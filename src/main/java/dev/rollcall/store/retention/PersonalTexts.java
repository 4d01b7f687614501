package dev.rollcall.store.retention;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What history has of a user's personal attributes.
 *
 * @param user number of the user
 * @param periods in which there are some; none when they were forgotten, or pruned
 * @param texts each once, by kind
 * @param principals names of principals that hold one of the user's names; none where they weren't asked for
 */
public record PersonalTexts(int user, long periods, List<PersonalText> texts, List<Principal> principals) {
    public PersonalTexts {
        texts = List.copyOf(texts);
        principals = List.copyOf(principals);
    }

    /**
     * One attribute.
     *
     * @param kind user name, display name, e-mail address or external id
     */
    public record PersonalText(String kind, String text) {
        boolean isName() {
            return !kind.equals("external id") && !text.isBlank();
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
        String names = texts.stream()
                .filter(PersonalText::isName)
                .map(text -> Pattern.quote(text.text().strip()))
                .collect(Collectors.joining("|"));
        return names.isEmpty()
                ? null
                : Pattern.compile(
                        "(?<![\\p{L}\\p{N}])(?:" + names + ")(?![\\p{L}\\p{N}])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
