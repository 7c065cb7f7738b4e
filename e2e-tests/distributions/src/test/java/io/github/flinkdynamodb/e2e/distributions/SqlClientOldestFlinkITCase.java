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
package io.github.flinkdynamodb.e2e.distributions;

import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The SQL jar on the oldest Flink that is supported. */
class SqlClientOldestFlinkITCase extends SqlClientScenarios {

    @Override
    FlinkDistribution distribution() {
        return FlinkDistribution.oldest();
    }

    @Override
    @Test
    @Tag("full")
    void theJarIsAddedByAStatement() throws IOException {
        super.theJarIsAddedByAStatement();
    }
}
