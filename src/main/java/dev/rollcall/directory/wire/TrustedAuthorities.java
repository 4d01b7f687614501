package dev.rollcall.directory.wire;

import dev.rollcall.directory.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that vouch for a server: Java's own and, besides, those in PEM files. */
public final class TrustedAuthorities {
    static final String VARIABLE = "ROLLCALL_CA_FILE";

    private static final Pattern CERTIFICATE = Pattern.compile(
            "-----BEGIN (?:X509 )?CERTIFICATE-----(.*?)-----END (?:X509 )?CERTIFICATE-----", Pattern.DOTALL);

    private final X509TrustManager manager;

    private TrustedAuthorities(X509TrustManager manager) {
        this.manager = manager;
    }

    /** @param environment the value of a variable; null when it is not set, or empty */
    static TrustedAuthorities from(UnaryOperator<@Nullable String> environment) {
        TrustedAuthorities own = new TrustedAuthorities(manager(null));
        String file = environment.apply(VARIABLE);
        return file == null ? own : own.and(VARIABLE, Path.of(file));
    }

    /**
     * These and those of a file.
     *
     * @param setting what names the file, for the error when it can't be read or holds no certificate
     */
    public TrustedAuthorities and(String setting, Path file) {
        List<X509Certificate> all = new ArrayList<>(Arrays.asList(manager.getAcceptedIssuers()));
        all.addAll(certificates(setting, file));
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), all.get(i));
            }
            return new TrustedAuthorities(manager(store));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory failed", e);
        }
    }

    private static List<X509Certificate> certificates(String setting, Path file) {
        Matcher pem = CERTIFICATE.matcher(text(setting, file));
        List<X509Certificate> found = new ArrayList<>();
        while (pem.find()) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(pem.group(1).strip());
                found.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            } catch (CertificateException | IllegalArgumentException e) {
                throw new ConfigurationException(
                        setting + ": certificate " + (found.size() + 1) + " of " + file + " can't be read", e);
            }
        }
        if (found.isEmpty()) {
            throw new ConfigurationException(setting + ": " + file + " holds no certificate; expected a PEM file");
        }
        return found;
    }

    private static String text(String setting, Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // The message of the exception is the path again; its class says what is wrong.
            throw new ConfigurationException(
                    setting + ": " + file + " can't be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** @param store null for Java's own authorities */
    private static X509TrustManager manager(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's trust store can't be read", e);
        }
    }

    public X509TrustManager manager() {
        return manager;
    }

    /** A context of its own for TLS, that trusts these authorities. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }
}
