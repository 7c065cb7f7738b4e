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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.ExportRequest;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What a checkpoint holds of an export that the source waits for, before anything is read: the
 * request, with its token, and which export it is, once that is known. Immutable.
 */
@Internal
public final class AskedExport {

    private final ExportRequest request;
    private final Instant askedAt;

    /** Null until the service has answered. */
    private final String exportArn;

    /**
     * Creates the state.
     *
     * @param request what the service is asked for, or was
     * @param askedAt when it was asked first
     * @param exportArn the export that answers it; null if that isn't known yet
     */
    public AskedExport(ExportRequest request, Instant askedAt, String exportArn) {
        this.request = Objects.requireNonNull(request, "request");
        this.askedAt = Objects.requireNonNull(askedAt, "askedAt");
        this.exportArn = exportArn;
    }

    AskedExport answeredBy(String arn) {
        return new AskedExport(request, askedAt, arn);
    }

    /**
     * Returns what the service is asked for.
     *
     * @return the request, with its token
     */
    public ExportRequest request() {
        return request;
    }

    /** Returns when the service was asked first. */
    public Instant askedAt() {
        return askedAt;
    }

    /**
     * Returns which export is waited for.
     *
     * @return its ARN; empty if the service hasn't answered yet
     */
    public Optional<String> exportArn() {
        return Optional.ofNullable(exportArn);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof AskedExport)) {
            return false;
        }
        AskedExport that = (AskedExport) o;
        return request.equals(that.request)
                && askedAt.equals(that.askedAt)
                && Objects.equals(exportArn, that.exportArn);
    }

    @Override
    public int hashCode() {
        return Objects.hash(request, askedAt, exportArn);
    }

    @Override
    public String toString() {
        return exportArn == null
                ? "a request for an export of table " + request.tableArn()
                : "export " + exportArn;
    }
}
