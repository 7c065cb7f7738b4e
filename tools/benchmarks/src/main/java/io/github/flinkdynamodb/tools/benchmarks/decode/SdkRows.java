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

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Makes rows as one would by hand: the SDK's client gives objects, a tree of lambdas converts them.
 */
final class SdkRows implements RowMaker {

    /** Converts an attribute that is there and isn't NULL. */
    private interface Converter {
        Object convert(AttributeValue value);
    }

    private final byte[] page;
    private final DynamoDbStreamsClient client =
            DynamoDbStreamsClient.builder()
                    .region(Region.EU_WEST_1)
                    .endpointOverride(URI.create("http://localhost:1"))
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .httpClient(new Answering())
                    .build();
    private final String[] names;
    private final Converter[] converters;

    SdkRows(byte[] page, List<String> names, LogicalType... types) {
        this.page = page;
        this.names = names.toArray(String[]::new);
        this.converters = new Converter[types.length];
        for (int i = 0; i < types.length; i++) {
            converters[i] = converter(types[i]);
        }
    }

    private static Converter converter(LogicalType type) {
        switch (type.getTypeRoot()) {
            case VARCHAR:
                return value -> StringData.fromString(value.s());
            case BIGINT:
                return value -> Long.parseLong(value.n());
            case INTEGER:
                return value -> Integer.parseInt(value.n());
            case DOUBLE:
                return value -> Double.parseDouble(value.n());
            case BOOLEAN:
                return AttributeValue::bool;
            case DECIMAL:
                DecimalType decimal = (DecimalType) type;
                return value ->
                        DecimalData.fromBigDecimal(
                                new BigDecimal(value.n()),
                                decimal.getPrecision(),
                                decimal.getScale());
            case ARRAY:
                Converter element = converter(((ArrayType) type).getElementType());
                return value -> array(value.l(), element);
            case ROW:
                RowType row = (RowType) type;
                String[] fieldNames = row.getFieldNames().toArray(String[]::new);
                Converter[] fields =
                        row.getChildren().stream()
                                .map(SdkRows::converter)
                                .toArray(Converter[]::new);
                return value -> row(value.m(), fieldNames, fields);
            default:
                throw new IllegalArgumentException(type.toString());
        }
    }

    private static GenericArrayData array(List<AttributeValue> values, Converter element) {
        Object[] elements = new Object[values.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = element.convert(values.get(i));
        }
        return new GenericArrayData(elements);
    }

    private static GenericRowData row(
            Map<String, AttributeValue> item, String[] names, Converter... converters) {
        GenericRowData row = new GenericRowData(names.length);
        for (int i = 0; i < names.length; i++) {
            AttributeValue value = item.get(names[i]);
            boolean isNull = value == null || value.type() == AttributeValue.Type.NUL;
            row.setField(i, isNull ? null : converters[i].convert(value));
        }
        return row;
    }

    @Override
    public void make(Sink sink) throws Exception {
        for (Record record : client.getRecords(request -> request.shardIterator("i")).records()) {
            sink.accept(row(RowKind.UPDATE_BEFORE, record.dynamodb().oldImage()));
            sink.accept(row(RowKind.UPDATE_AFTER, record.dynamodb().newImage()));
        }
    }

    private RowData row(RowKind kind, Map<String, AttributeValue> item) {
        GenericRowData row = row(item, names, converters);
        row.setRowKind(kind);
        return row;
    }

    /** Answers each request with the page, without a network. */
    private final class Answering implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(
                                    SdkHttpFullResponse.builder()
                                            .statusCode(200)
                                            .putHeader("Content-Length", "" + page.length)
                                            .build())
                            .responseBody(
                                    AbortableInputStream.create(new ByteArrayInputStream(page)))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
