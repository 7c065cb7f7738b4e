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
package io.github.flinkdynamodb.e2e.sinks;

import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import io.github.flinkdynamodb.e2e.cluster.SqlGateway;
import java.util.List;

/** A table somewhere that a recipe writes to. */
interface SinkTable {

    /** How a row shows NULL: as Flink's SQL client does. */
    String NULL = "<NULL>";

    /** Returns the heading of the recipe. */
    String recipe();

    /** Returns Flink with the jars that the recipe names. */
    FlinkDistribution installedIn(FlinkDistribution flink);

    /** Returns a statement of the recipe with addresses and paths of this machine. */
    String located(String statement);

    /**
     * Returns the rows that are there now, each as its id, customer, status, total and version,
     * joined with commas.
     */
    List<String> rows(SqlGateway gateway) throws Exception;

    /** Looks at what else the recipe promises, after the job's end. */
    default void verify(SqlGateway gateway, Orders orders) throws Exception {
        // Most promise nothing but the rows.
    }
}
