/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate of a server on the loopback address, signed by itself, in a folder: with its key,
 * for the server, and alone, for the clients. Clients trust it by the JVM's own options, so that it
 * doesn't matter how they make their connections.
 */
final class ServerTls {

    private static final String PASSWORD = "not-secret";
    private static final String TYPE = "PKCS12";
    private static final String ALIAS = "server";

    private final Path key;
    private final Path certificate;

    private ServerTls(Path folder) {
        this.key = folder.resolve("server.p12");
        this.certificate = folder.resolve("trusted.p12");
    }

    /** Finds what {@link #create} made. */
    static ServerTls in(Path folder) {
        return new ServerTls(folder);
    }

    /** Creates the certificate with the JDK's keytool. */
    static ServerTls create(Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        ServerTls made = new ServerTls(folder);
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        TYPE,
                        "-keystore",
                        made.key.toString(),
                        "-storepass",
                        PASSWORD);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException("No certificate could be made: " + output);
        }
        KeyStore trusted = KeyStore.getInstance(TYPE);
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, load(made.key).getCertificate(ALIAS));
        try (OutputStream file = Files.newOutputStream(made.certificate)) {
            trusted.store(file, PASSWORD.toCharArray());
        }
        return made;
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, PASSWORD.toCharArray());
        }
        return store;
    }

    /** The options of a JVM whose clients trust the server. */
    List<String> clientOptions() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + certificate,
                "-Djavax.net.ssl.trustStoreType=" + TYPE,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /** What the server encrypts its connections with. */
    SslContext server() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(key), PASSWORD.toCharArray());
        return SslContextBuilder.forServer(keys).build();
    }
}
