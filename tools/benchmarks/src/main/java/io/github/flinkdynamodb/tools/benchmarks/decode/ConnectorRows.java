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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import io.github.flinkdynamodb.tools.benchmarks.rows.ConnectorPageRows;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;

/** Creates rows as the connector does, from the page's bytes. */
final class ConnectorRows implements Maker<RowData> {

    private final byte[] page;
    private final ConnectorPageRows rows;

    ConnectorRows(byte[] page, List<String> names, LogicalType... types) {
        this.page = page;
        this.rows = new ConnectorPageRows(names, types);
    }

    @Override
    public void make(Consumer<? super RowData> sink) {
        rows.read(page, "arn", "shard", sink);
    }
}
