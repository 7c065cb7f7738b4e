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
package io.github.flinkdynamodb.streams.client.aws;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The connector's name and version, for the user agent of its requests. */
final class ConnectorVersion {

    private static final String NAME = "flink-connector-dynamodb-streams";
    private static final String PROPERTIES =
            "/META-INF/maven/io.github.flinkdynamodb/" + NAME + "/pom.properties";

    private ConnectorVersion() {}

    /**
     * Reads the version that the build left in the jar.
     *
     * @return {@code name/version}; {@code name/unpackaged} where the classes lie in no jar
     */
    static String userAgent() {
        Properties properties = new Properties();
        try (InputStream in = ConnectorVersion.class.getResourceAsStream(PROPERTIES)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // The version is a courtesy to whoever reads the service's logs: no reason to fail.
            properties.clear();
        }
        return NAME + "/" + properties.getProperty("version", "unpackaged");
    }
}
