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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.benchmarks.peer.ConnectorPeerFactory;
import io.github.flinkdynamodb.tools.benchmarks.peer.PeerClasses;
import io.github.flinkdynamodb.tools.benchmarks.peer.PeerJar;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer whose classes only its jar has runs in a job. */
class PeerITCase {

    @TempDir private Path folder;

    @Test
    void aPeerOfAJarReadsEachRecordOnce() throws Exception {
        CatchUpCase job = CatchUpCase.of(3, 1, PageKind.TENTH, false).withJob(2, Hop.SHUFFLE);
        PeerClasses peer = PeerClasses.of(PeerJar.create(folder).toString(), PeerJar.FACTORY);

        CatchUpFigures figures =
                new CatchUpRun(job, Variant.PEER, peer, null, true).measure(job, 9, false);

        assertThat(figures.records()).isEqualTo(900);
    }

    @Test
    void theFactoryThatIsTheExampleReadsEachRecordOnce() throws Exception {
        CatchUpCase job = CatchUpCase.of(3, 1, PageKind.TENTH, false);
        PeerClasses peer = PeerClasses.of("", ConnectorPeerFactory.class.getName());

        CatchUpFigures figures =
                new CatchUpRun(job, Variant.PEER, peer, null, true).measure(job, 9, false);

        assertThat(figures.records()).isEqualTo(900);
    }
}
