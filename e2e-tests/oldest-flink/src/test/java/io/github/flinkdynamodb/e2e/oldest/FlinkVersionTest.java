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
package io.github.flinkdynamodb.e2e.oldest;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No dependency has brought a newer Flink in: what runs in this module runs on the oldest. */
class FlinkVersionTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                Configuration.class,
                Source.class,
                SourceReaderBase.class,
                StreamExecutionEnvironment.class,
                MiniCluster.class,
                TestingReaderContext.class
            })
    void theClassPathHasTheOldestFlink(Class<?> flinkClass) {
        String version = System.getProperty("flink.oldest.version");

        String jar = flinkClass.getProtectionDomain().getCodeSource().getLocation().getPath();

        assertThat(version).isNotBlank();
        assertThat(jar).matches(".*/flink-[a-z-]*-\\Q" + version + "\\E(-tests)?\\.jar");
    }
}
