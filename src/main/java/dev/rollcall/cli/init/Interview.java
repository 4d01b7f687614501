package dev.rollcall.cli.init;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.SafeText;
import dev.rollcall.source.JobFiles;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a job file needs: from options, and from a person where there is one. Each answer is checked as soon as
 * it is given, by what reads job files. For one thread.
 */
public final class Interview {
    private static final String PROVIDER = "provider";
    private static final String STORE = "identity-store-id";
    private static final String REGION = "region";
    private static final String PROFILE = "profile";
    private static final String ROLE = "role-arn";
    private static final String ACCESS_KEY = "access-key-file";
    private static final String SECRET_KEY = "secret-key-file";
    private static final String CHAIN = "chain";

    private final String name;
    private final JobFiles files;
    private final Defaults defaults;
    private final PrintStream err;
    private final @Nullable TypedLines typed;
    private final Map<String, String> answers = new LinkedHashMap<>();

    /**
     * @param name of the source
     * @param files check the answers
     * @param environment has the defaults
     * @param err gets the questions
     * @param typed the answers; null where nobody can be asked
     */
    public Interview(
            String name, JobFiles files, Map<String, String> environment, PrintStream err, @Nullable TypedLines typed) {
        this.name = name;
        this.files = files;
        this.defaults = new Defaults(environment);
        this.err = err;
        this.typed = typed;
    }

    /**
     * The text of the job file. Asks for credentials only where something else had to be asked too.
     *
     * @param options answers that were given already, by key; those of the section credentials begin with its name
     * @throws ConfigurationException when one of them will not do, or an answer is missing
     * @throws java.util.concurrent.CancellationException when a signal ends the process
     */
    public String jobFile(List<Provider> providers, Map<String, String> options) {
        Provider provider = provider(providers, options.get(PROVIDER));
        take(STORE, "identity store id, such as d-1234567890", null, options);
        take(REGION, "region in which IAM Identity Center is enabled", defaults.region(provider.name()), options);
        answers.putAll(options);
        if (typed != null
                && !options.keySet().containsAll(List.of(PROVIDER, STORE, REGION))
                && options.keySet().stream().noneMatch(key -> key.startsWith(JobFileTemplate.CREDENTIALS))) {
            askCredentials(provider);
        }
        objection().ifPresent(wrong -> {
            throw new ConfigurationException(wrong);
        });
        return text();
    }

    private Provider provider(List<Provider> providers, @Nullable String given) {
        List<String> known = providers.stream().map(Provider::name).toList();
        if (given != null && !known.contains(given)) {
            throw new ConfigurationException("--" + PROVIDER + ": " + expected(known, given));
        }
        String chosen = given == null ? askOneOf(PROVIDER, known, defaults.provider()) : given;
        answers.put(PROVIDER, chosen);
        return providers.get(known.indexOf(chosen));
    }

    /** Takes an answer from the options, or asks for it. */
    private void take(String key, String what, @Nullable String otherwise, Map<String, String> options) {
        String given = options.get(key);
        if (given == null) {
            askChecked(key, what, otherwise, List.of(key));
            return;
        }
        answers.put(key, given);
        objection().ifPresent(wrong -> {
            throw new ConfigurationException(wrong);
        });
    }

    private void askCredentials(Provider provider) {
        List<String> kinds = Stream.of(PROFILE, ROLE, ACCESS_KEY)
                .filter(provider.credentialKeys()::contains)
                .toList();
        err.println("Credentials: " + CHAIN + " stands for those that the vendor's SDK finds by itself (environment,"
                + " files, instance).");
        List<String> known = Stream.concat(Stream.of(CHAIN), kinds.stream()).toList();
        switch (askOneOf("credentials", known, defaults.profile(provider.name()) == null ? CHAIN : PROFILE)) {
            case PROFILE -> askCredential(PROFILE, "profile of the vendor's files", defaults.profile(provider.name()));
            case ROLE -> {
                askCredential(ROLE, "ARN of the role that the chain's credentials assume", null);
                askExternalId();
            }
            case ACCESS_KEY -> {
                // Neither goes without the other: until that is asked for, it stands for both.
                askChecked(
                        ACCESS_KEY,
                        "file that holds the access key's id",
                        null,
                        List.of(JobFileTemplate.CREDENTIALS + ACCESS_KEY, JobFileTemplate.CREDENTIALS + SECRET_KEY));
                askCredential(SECRET_KEY, "file that holds its secret", null);
            }
            default -> {}
        }
    }

    private void askExternalId() {
        String key = JobFileTemplate.CREDENTIALS + "external-id";
        String answer = ask("external-id", "external id that the role demands", "none");
        if (!answer.equals("none")) {
            answers.put(key, answer);
        }
    }

    private void askCredential(String key, String what, @Nullable String otherwise) {
        askChecked(key, what, otherwise, List.of(JobFileTemplate.CREDENTIALS + key));
    }

    /** @param keys of the job file that get the answer */
    private void askChecked(String key, String what, @Nullable String otherwise, List<String> keys) {
        Optional<String> wrong;
        do {
            String answer = ask(key, what, otherwise);
            keys.forEach(each -> answers.put(each, answer));
            wrong = objection();
            wrong.ifPresent(this::refuse);
        } while (wrong.isPresent());
    }

    private String askOneOf(String key, List<String> known, @Nullable String otherwise) {
        while (true) {
            String answer = ask(key, key + " (" + String.join(", ", known) + ")", otherwise);
            if (known.contains(answer)) {
                return answer;
            }
            refuse(expected(known, answer));
        }
    }

    /** An answer that is not blank: in place of a blank one the default. */
    private String ask(String key, String what, @Nullable String otherwise) {
        if (typed == null) {
            throw new ConfigurationException(
                    "--" + key + " is missing, and without a terminal nobody can be asked; see 'rollcall init --help'");
        }
        while (true) {
            err.print(what + (otherwise == null ? "" : " [" + SafeText.of(otherwise) + "]") + ": ");
            err.flush();
            String line = typed.next()
                    .orElseThrow(() -> new ConfigurationException("there are no more answers: nothing is written"))
                    .strip();
            if (!line.isEmpty()) {
                return line;
            }
            if (otherwise != null) {
                return otherwise;
            }
        }
    }

    private static String expected(List<String> known, String found) {
        return "expected one of " + String.join(", ", known) + ", found " + SafeText.quoted(found);
    }

    private void refuse(String wrong) {
        err.println("  " + wrong);
    }

    private Optional<String> objection() {
        return files.objection(name, text());
    }

    private String text() {
        return JobFileTemplate.of(name, answers.getOrDefault(PROVIDER, "")).filledIn(answers);
    }
}
