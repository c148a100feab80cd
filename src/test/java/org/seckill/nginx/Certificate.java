package org.seckill.nginx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.seckill.testkit.run.Program;

/** A certificate for localhost that only this run believes. */
record Certificate(Path chain, Path key, SSLContext trust) {
    private static final String PASSWORD = "changeit";

    static Certificate in(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("localhost.p12");
        try (Program keytool = Program.start(
                folder,
                Map.of(),
                Path.of(Program.java()).resolveSibling("keytool").toString(),
                "-genkeypair",
                "-alias",
                "localhost",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)) {
            if (keytool.awaitExit() != 0) {
                throw new AssertionError(keytool.output() + " " + keytool.errorOutput());
            }
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        byte[] chain = keys.getCertificate("localhost").getEncoded();
        byte[] key = keys.getKey("localhost", PASSWORD.toCharArray()).getEncoded();
        return new Certificate(
                pem(folder.resolve("chain.pem"), "CERTIFICATE", chain),
                pem(folder.resolve("key.pem"), "PRIVATE KEY", key),
                trusting(keys.getCertificate("localhost")));
    }

    private static Path pem(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private static SSLContext trusting(java.security.cert.Certificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("localhost", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
