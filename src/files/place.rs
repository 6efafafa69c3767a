//! The store that the settings name: a local folder, or a bucket that speaks S3.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, RetryConfig};

use crate::config::Config;

/// Opens the store; the words say what does not fit.
pub(super) fn store(config: &Config) -> Result<Arc<dyn ObjectStore>, String> {
    match config.files.strip_prefix("s3://") {
        Some(place) => bucket(config, place),
        None => folder(&config.files),
    }
}

/// A folder is made when it is first needed; what is written is on the disk before it counts.
fn folder(path: &str) -> Result<Arc<dyn ObjectStore>, String> {
    std::fs::create_dir_all(path).map_err(|error| format!("{path}：{error}"))?;
    let store = LocalFileSystem::new_with_prefix(path).map_err(|error| error.to_string())?;
    Ok(Arc::new(store.with_fsync(true)))
}

/// Somebody waits for the answer.
fn retry() -> RetryConfig {
    RetryConfig { max_retries: 2, retry_timeout: Duration::from_secs(10), ..RetryConfig::default() }
}

fn bucket(config: &Config, place: &str) -> Result<Arc<dyn ObjectStore>, String> {
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&config.s3_region)
        .with_access_key_id(&config.s3_access_key_id)
        .with_secret_access_key(config.s3_secret_access_key.reveal())
        .with_retry(retry());
    if let Some(endpoint) = &config.s3_endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http:"));
    }
    let store = builder.build().map_err(|error| error.to_string())?;
    if prefix.is_empty() {
        Ok(Arc::new(store))
    } else {
        Ok(Arc::new(PrefixStore::new(store, prefix)))
    }
}
