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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.util.VersionInfo;

class PeerClassesTest {

    @TempDir private Path folder;

    @Test
    void aFactoryComesFromItsJar() throws Exception {
        Path jar = PeerJar.create(folder);

        PeerClasses peer = PeerClasses.of(jar.toString(), PeerJar.FACTORY);
        PeerFactory factory = peer.factory();

        assertThat(factory.getClass().getClassLoader())
                .isNotEqualTo(PeerClasses.class.getClassLoader());
        assertThat(
                        factory.source(
                                new PeerStream(
                                        "arn",
                                        URI.create("http://localhost"),
                                        PeerStream.Start.LATEST,
                                        "n")))
                .isInstanceOf(SdkSource.class);
        assertThat(peer.classPath()).isEqualTo(jar.toString());
        assertThat(peer.isBuiltIn()).isFalse();
    }

    @Test
    void withoutAFactoryThereIsTheOneThatIsBuiltIn() {
        PeerClasses peer = PeerClasses.of("", "");

        assertThat(peer.isBuiltIn()).isTrue();
        assertThat(peer.sdkVersion()).isEqualTo(VersionInfo.SDK_VERSION);
        assertThat(peer.factory()).isInstanceOf(SdkPeerFactory.class);
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerClasses.of(folder.resolve("no.jar").toString(), "x.Y"))
                .withMessageContaining("--peer-classpath: there is no ")
                .withMessageContaining("no.jar");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerClasses.of("", "x.Y").factory())
                .withMessageContaining("--peer-factory x.Y is not a class");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerClasses.of("", "java.lang.String").factory())
                .withMessageContaining("--peer-factory java.lang.String is not a class");
    }
}
