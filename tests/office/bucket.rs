//! Files in a bucket that speaks S3, as far as a small server of our own does.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use actix_web::rt;
use futures_util::{StreamExt, TryStreamExt, stream};
use gongkai::config::Config;
use gongkai::files::{Files, NotReceived, Received, Told};

/// Objects by key, and parts of uploads that are under way.
#[derive(Default)]
struct Bucket {
    objects: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<(String, u32), Vec<u8>>,
}

type Shared = Arc<Mutex<Bucket>>;

fn bucket() -> (Shared, Config) {
    let bucket = Shared::default();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let served = Arc::clone(&bucket);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let served = Arc::clone(&served);
            thread::spawn(move || {
                let stream = stream.unwrap();
                let mut reader = BufReader::new(&stream);
                while serve(&served, &mut reader).is_some() {}
            });
        }
    });
    let config = Config {
        files: "s3://files/office".to_owned(),
        s3_endpoint: Some(endpoint),
        s3_access_key_id: "a".to_owned(),
        s3_secret_access_key: "b".parse().unwrap(),
        ..Config::default()
    };
    (bucket, config)
}

/// Answers one request.
fn serve(bucket: &Shared, stream: &mut BufReader<&TcpStream>) -> Option<()> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let (mut length, mut header) = (0, String::new());
    while stream.read_line(&mut header).ok()? > 2 {
        let (name, value) = header.split_once(':')?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
        header.clear();
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    let mut words = line.split(' ');
    let (method, uri) = (words.next()?, words.next()?);
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let key = path.trim_start_matches("/files").trim_start_matches('/').to_owned();
    let (status, answer) = answers(&mut bucket.lock().unwrap(), (method, query), key, body);
    let head = format!(
        "HTTP/1.1 {status} OK\r\ncontent-length: {}\r\netag: \"e\"\r\nlast-modified: Mon, 02 Mar 2026 02:00:00 GMT\r\n\r\n",
        answer.len()
    );
    let mut stream = *stream.get_ref();
    stream.write_all(&[head.as_bytes(), &answer].concat()).ok()
}

fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn answers(
    bucket: &mut Bucket,
    (method, query): (&str, &str),
    key: String,
    body: Vec<u8>,
) -> (u16, Vec<u8>) {
    match (method, query) {
        ("POST", "delete" | "delete=") => {
            let text = String::from_utf8(body).unwrap();
            let keys = text.split("<Key>").skip(1).map(|rest| rest.split('<').next().unwrap());
            let gone = keys.map(|key| {
                bucket.objects.remove(key);
                format!("<Deleted><Key>{key}</Key></Deleted>")
            });
            let gone: String = gone.collect();
            (200, format!("<DeleteResult>{gone}</DeleteResult>").into_bytes())
        }
        ("POST", query) if query.starts_with("uploads") => {
            let told = format!(
                "<InitiateMultipartUploadResult><Bucket>files</Bucket><Key>{key}</Key><UploadId>u</UploadId></InitiateMultipartUploadResult>"
            );
            (200, told.into_bytes())
        }
        ("PUT", query) if !query.is_empty() => {
            let number = value(query, "partNumber").unwrap().parse().unwrap();
            bucket.parts.insert((key, number), body);
            (200, Vec::new())
        }
        ("POST", _) => {
            let whole = bucket.parts.iter().filter(|((of, _), _)| *of == key);
            let whole = whole.flat_map(|(_, part)| part.clone()).collect();
            bucket.parts.retain(|(of, _), _| *of != key);
            bucket.objects.insert(key.clone(), whole);
            let told = format!(
                "<CompleteMultipartUploadResult><Location>l</Location><Bucket>files</Bucket><Key>{key}</Key><ETag>\"e\"</ETag></CompleteMultipartUploadResult>"
            );
            (200, told.into_bytes())
        }
        ("DELETE", query) if !query.is_empty() => {
            bucket.parts.retain(|(of, _), _| *of != key);
            (204, Vec::new())
        }
        ("DELETE", _) => {
            bucket.objects.remove(&key);
            (204, Vec::new())
        }
        ("GET", query) if query.contains("list-type") => (200, list(bucket, query)),
        (_, _) => match bucket.objects.get(&key) {
            Some(bytes) => (200, bytes.clone()),
            None => (404, b"<Error><Code>NoSuchKey</Code></Error>".to_vec()),
        },
    }
}

fn list(bucket: &Bucket, query: &str) -> Vec<u8> {
    let prefix = value(query, "prefix").unwrap_or_default().replace("%2F", "/");
    let found = bucket.objects.iter().filter(|(key, _)| key.starts_with(&prefix));
    let found = found.map(|(key, bytes)| {
        format!(
            "<Contents><Key>{key}</Key><LastModified>2026-03-02T02:00:00.000Z</LastModified><ETag>\"e\"</ETag><Size>{}</Size></Contents>",
            bytes.len()
        )
    });
    format!("<ListBucketResult>{}</ListBucketResult>", found.collect::<String>()).into_bytes()
}

async fn sends(files: &Files, bytes: &[u8], cut: bool) -> Result<Received, NotReceived> {
    let told = Told { name: "a.txt", media_type: None, limit: 100 << 20 };
    let parts = bytes.chunks(100_000).map(|part| Ok::<_, ()>(part.to_vec()));
    let end = cut.then_some(Err(()));
    files.receive(told, stream::iter(parts.chain(end)).boxed_local()).await
}

#[test]
fn a_file_goes_into_the_bucket_and_comes_back() {
    rt::System::new().block_on(async {
        let (bucket, config) = bucket();
        let files = Files::new(&config);
        let bytes: Vec<u8> = b"0123456789abcdef\n".repeat(800_000);
        let kept = sends(&files, &bytes, false).await.unwrap();
        let stored = bucket.lock().unwrap().objects.clone();
        assert_eq!(stored.len(), 1);
        let (key, sealed) = stored.first_key_value().unwrap();
        assert!(key.starts_with("office/"), "{key}");
        assert!(sealed.len() > bytes.len() && !sealed.windows(16).any(|part| part == &bytes[..16]));
        let chunks = files.read((kept.id, kept.size), &kept.key).await.unwrap();
        let read: Vec<Vec<u8>> = chunks.try_collect().await.unwrap();
        assert!(read.concat() == bytes);
        let recent = files.recent(gongkai::clock::now()).await.unwrap();
        assert_eq!(recent.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [kept.id]);
        files.remove(kept.id).await.unwrap();
        files.remove(kept.id).await.unwrap();
        assert!(bucket.lock().unwrap().objects.is_empty());
        assert!(files.read((kept.id, kept.size), &kept.key).await.is_err());
    });
}

#[test]
fn what_is_cut_off_or_changed_in_the_bucket_is_seen() {
    rt::System::new().block_on(async {
        let (bucket, config) = bucket();
        let files = Files::new(&config);
        let bytes = b"0123456789abcdef\n".repeat(800_000);
        assert!(matches!(sends(&files, &bytes, true).await, Err(NotReceived::Cut)));
        assert!(
            bucket.lock().unwrap().objects.is_empty() && bucket.lock().unwrap().parts.is_empty()
        );
        let kept = sends(&files, &bytes, false).await.unwrap();
        bucket.lock().unwrap().objects.values_mut().for_each(|sealed| sealed[1_000_000] ^= 1);
        let chunks = files.read((kept.id, kept.size), &kept.key).await.unwrap();
        assert!(chunks.try_collect::<Vec<_>>().await.is_err());
        bucket.lock().unwrap().objects.values_mut().for_each(|sealed| {
            sealed[1_000_000] ^= 1;
            sealed.truncate(sealed.len() - 5);
        });
        let chunks = files.read((kept.id, kept.size), &kept.key).await.unwrap();
        assert!(chunks.try_collect::<Vec<_>>().await.is_err());
    });
}
