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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of a recipe for a lake format, in files of this machine and read by a batch query. */
final class LakeTable implements SinkTable {

    private static final String WAREHOUSE = "s3://my-bucket/";

    private final String format;
    private final Path warehouse;
    private final Map<String, String> otherwise;

    /** A format is named as the recipe is, and its jars by the same name in lower case. */
    LakeTable(String format, Path warehouse) {
        this(format, warehouse, Map.of());
    }

    /** The same, with what this version of Flink needs in place of parts of the recipe. */
    LakeTable(String format, Path warehouse, Map<String, String> otherwise) {
        this.format = format;
        this.warehouse = warehouse;
        this.otherwise = otherwise;
    }

    @Override
    public String recipe() {
        return format;
    }

    @Override
    public FlinkDistribution installedIn(FlinkDistribution flink) {
        return Jars.add(flink, Jars.named(format.toLowerCase(Locale.ROOT), flink), "hadoop");
    }

    @Override
    public String located(String statement) {
        String located = statement.replace(WAREHOUSE, "file://" + warehouse.toAbsolutePath() + "/");
        for (Map.Entry<String, String> change : otherwise.entrySet()) {
            located = located.replace(change.getKey(), change.getValue());
        }
        return located;
    }

    @Override
    public List<String> rows(SqlGateway gateway) throws IOException {
        return new SqlReader(this)
                .rows(
                        gateway,
                        true,
                        "SELECT id, customer, status, total, version FROM lake.shop.orders");
    }
}
