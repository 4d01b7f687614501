package dev.rollcall.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A certificate authority of a test's own, as a company has one, which no host trusts by itself. */
public final class TestAuthority {
    private static final X500Name NAME = new X500Name("CN=Authority of a test");
    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final KeyPair keys = newKeys();
    private final Certificate certificate;

    public TestAuthority() {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        add(extensions, Extension.basicConstraints, new BasicConstraints(true));
        certificate = sign(keys.getPublic(), NAME, Instant.now().plus(Duration.ofDays(2)), extensions);
    }

    /** Writes its certificate as PEM. */
    public Path write(Path file) {
        try {
            return Files.writeString(file, pem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its certificate as PEM. */
    public String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a server needs to prove that it is each of these hosts. */
    public SSLContext serverContext(String... hosts) {
        return serverContext(Instant.now().plus(Duration.ofDays(1)), hosts);
    }

    /** The same with a certificate that ends at another time. */
    public SSLContext serverContext(Instant until, String... hosts) {
        GeneralName[] names = Arrays.stream(hosts)
                .map(host ->
                        new GeneralName(host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new);
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        add(extensions, Extension.subjectAlternativeName, new GeneralNames(names));
        KeyPair own = newKeys();
        Certificate leaf = sign(own.getPublic(), new X500Name("CN=Server of a test"), until, extensions);
        return context(own.getPrivate(), leaf);
    }

    private SSLContext context(PrivateKey key, Certificate leaf) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, new char[0], new Certificate[] {leaf, certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Certificate sign(PublicKey subjectKey, X500Name subject, Instant until, ExtensionsGenerator extensions) {
        V3TBSCertificateGenerator fields = new V3TBSCertificateGenerator();
        fields.setSerialNumber(new ASN1Integer(BigInteger.valueOf(System.nanoTime())));
        fields.setSignature(ALGORITHM);
        fields.setIssuer(NAME);
        fields.setSubject(subject);
        fields.setStartDate(new Time(Date.from(until.minus(Duration.ofDays(30)))));
        fields.setEndDate(new Time(Date.from(until)));
        fields.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()));
        fields.setExtensions(extensions.generate());
        TBSCertificate unsigned = fields.generateTBSCertificate();
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(unsigned.getEncoded("DER"));
            byte[] signed = new DERSequence(
                            new ASN1Encodable[] {unsigned, ALGORITHM, new DERBitString(signature.sign())})
                    .getEncoded("DER");
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(ExtensionsGenerator extensions, ASN1ObjectIdentifier name, ASN1Encodable value) {
        try {
            extensions.addExtension(name, true, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
