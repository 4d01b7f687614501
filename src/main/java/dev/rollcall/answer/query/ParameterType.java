package dev.rollcall.answer.query;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.directory.ConfigurationException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a query's parameter may be. */
public enum ParameterType {
    TEXT,
    BIGINT,
    TIME,
    FLAG;

    static Optional<ParameterType> named(String name) {
        return Stream.of(values()).filter(type -> type.toString().equals(name)).findFirst();
    }

    static String names() {
        return Stream.of(values()).map(ParameterType::toString).collect(Collectors.joining(", "));
    }

    /**
     * Looks at a value as it was written.
     *
     * @throws ConfigurationException when it is none of this type; the message says what is expected
     */
    public void require(String value) {
        switch (this) {
            case TEXT -> {}
            case BIGINT -> {
                if (!isBigint(value)) {
                    throw new ConfigurationException("'" + value + "' is no whole number");
                }
            }
            case TIME -> PointInTime.parse(value);
            case FLAG -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw new ConfigurationException("'" + value + "' is neither true nor false");
                }
            }
        }
    }

    private static boolean isBigint(String value) {
        try {
            long unused = Long.parseLong(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** As it stands in a query's head. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
